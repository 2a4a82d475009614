namespace Samples.Testing.Twins;

/// <summary>What the twin does to a request instead of answering it.</summary>
internal enum TwinFault
{
    /// <summary>Breaks the connection and does nothing.</summary>
    Break,

    /// <summary>Does it, then breaks the connection.</summary>
    LoseAnswer,

    /// <summary>Answers 503 and does nothing.</summary>
    Unavailable,

    /// <summary>Does nothing and says nothing.</summary>
    Hang,
}
