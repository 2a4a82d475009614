using System.Net;
using Capstan.Core.Stacks;

namespace Capstan.Gateway.Listening;

/// <summary>Where the server believes to listen: one kind of connection out of those that a public socket accepts.</summary>
internal sealed class GateEndPoint(HostPort address, ListenerKind kind) : EndPoint
{
    /// <summary>What its connections speak.</summary>
    public ListenerKind Kind { get; } = kind;

    /// <inheritdoc />
    public override string ToString() => $"{address} ({Kind})";
}
