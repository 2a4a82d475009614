namespace Capstan.RabbitMq.Wire;

/// <summary>What a message carries. The numbers are on queues that outlive programs and never change.</summary>
internal enum MessageKind : byte
{
    /// <summary>One or more writes, on <c>writeQ</c>.</summary>
    Writes = 1,

    /// <summary>One or more reads, on <c>readQ</c>; on <c>writeQ</c> those that only the leader can answer.</summary>
    Reads = 2,

    /// <summary>Answers to one front.</summary>
    Answers = 3,

    /// <summary>What a worker tells operators.</summary>
    Note = 4,
}
