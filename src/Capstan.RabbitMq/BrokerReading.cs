namespace Capstan.RabbitMq;

/// <summary>How a front and its broker stand.</summary>
public sealed record BrokerReading
{
    /// <summary>Writes of this front that are unanswered.</summary>
    public int WriteDepth { get; init; }

    /// <summary>Reads of this front that are unanswered.</summary>
    public int ReadDepth { get; init; }

    /// <summary>Messages in <c>writeQ.dead</c> when last looked, at most 1 s ago while the broker answers.</summary>
    public int DeadDepth { get; init; }

    /// <summary>Messages in <c>syncQ</c> when last looked; the broker itself counts them every few seconds only.</summary>
    public long LogMessages { get; init; }

    /// <summary>Workers that consume <c>readQ</c>, when last looked.</summary>
    public int Readers { get; init; }

    /// <summary>Whether the broker takes no messages because it is short of memory or disk. It takes neither writes nor reads then.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>Why nothing goes through now, with the remedy; empty when all is well.</summary>
    public string Trouble { get; init; } = "";
}
