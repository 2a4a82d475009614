namespace Capstan.RabbitMq.Connecting;

/// <summary>What became of a message that was handed to the broker.</summary>
internal enum Fate
{
    /// <summary>It is on its queue.</summary>
    Taken,

    /// <summary>It is surely on no queue: the queue is full, or there is none.</summary>
    Refused,

    /// <summary>The connection was lost before the broker said anything about it.</summary>
    Unknown,
}
