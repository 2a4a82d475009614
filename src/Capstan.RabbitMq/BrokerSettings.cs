using System.Security.Cryptography;
using Capstan.Core.Stacks;

namespace Capstan.RabbitMq;

/// <summary>How one database uses its broker. The same for its front and all of its workers.</summary>
public sealed record BrokerSettings
{
    /// <summary>Where the broker is, and the virtual host that belongs to this database alone.</summary>
    public required BrokerSpec Broker { get; init; }

    /// <summary>
    /// How long a silent worker stays a member. The heartbeat of every connection is a quarter of it in whole seconds, at least 1 s, and
    /// a peer is given up after two of them.
    /// </summary>
    public required TimeSpan Session { get; init; }

    /// <summary>
    /// Most requests of each kind that wait or are being carried out, and most messages that <c>writeQ</c> and <c>readQ</c> hold: an
    /// argument of these queues, so that an existing queue with another figure is refused. 1 or more, default 10,000.
    /// </summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>
    /// Bytes of <c>syncQ</c> after which its oldest segments are dropped: far more than lies between two snapshots. An argument of that
    /// queue. Default 8 GiB.
    /// </summary>
    public long LogBytes { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Bytes of one segment of <c>syncQ</c>, the least that is dropped at a time. An argument of that queue. Default 64 MiB.</summary>
    public long LogSegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Numbers from 0 to below 1 for pauses and the order of the broker's nodes. Any thread.</summary>
    public Func<double> Chance { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>Heartbeat of every connection.</summary>
    internal TimeSpan Heartbeat => TimeSpan.FromSeconds(Math.Max(1, (int)(Session.TotalSeconds / 4)));
}
