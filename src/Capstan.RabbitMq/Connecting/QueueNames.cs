namespace Capstan.RabbitMq.Connecting;

/// <summary>The queues of one database (protocol section 1). All are reached through the default exchange.</summary>
internal static class QueueNames
{
    /// <summary>Intents for the leader: a quorum queue with a single active consumer.</summary>
    public const string Writes = "writeQ";

    /// <summary>Intents that were delivered too often.</summary>
    public const string Dead = "writeQ.dead";

    /// <summary>Reads for any worker that serves.</summary>
    public const string Reads = "readQ";

    /// <summary>The log: a stream.</summary>
    public const string Log = "syncQ";

    /// <summary>Answers to the first front, and what workers tell operators. Further fronts have a name behind it.</summary>
    public const string Responses = "responseQ";

    /// <summary>There is none of this name: what is sent to it comes back, and tells that the broker listens.</summary>
    public const string Nowhere = "capstan.probe";
}
