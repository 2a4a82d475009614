namespace Capstan.History;

/// <summary>What a client knows of its call.</summary>
public enum Outcome
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>A swap met another value than it expected: decided, without effect.</summary>
    Mismatch,

    /// <summary>Surely without effect, now and later.</summary>
    Refused,

    /// <summary>It may have taken effect, may do so later, or never.</summary>
    Unknown,
}
