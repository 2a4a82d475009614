using Capstan.RabbitMq.Wire;
using RabbitMQ.Client;

namespace Capstan.RabbitMq.Session;

/// <summary>A message that was delivered and is acknowledged once all that it carries is answered. Guarded by who holds it.</summary>
/// <param name="channel">Where it came from; null when it needs no acknowledgement any more.</param>
/// <param name="tag">Names the delivery there.</param>
/// <param name="from">Who asks.</param>
/// <param name="left">Requests in it.</param>
internal sealed class OpenMessage(IChannel? channel, ulong tag, Sender from, int left)
{
    public IChannel? Channel => channel;

    public ulong Tag => tag;

    public Sender From => from;

    /// <summary>Whether it carries writes.</summary>
    public bool IsWrite { get; init; }

    /// <summary>Requests that are not answered yet.</summary>
    public int Left { get; set; } = left;
}
