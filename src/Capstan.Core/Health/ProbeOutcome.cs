namespace Capstan.Core.Health;

/// <summary>Outcome of one health check.</summary>
public enum ProbeOutcome
{
    /// <summary>Answered 200 in time.</summary>
    Healthy,

    /// <summary>Answered 503: asks to be left out of rotation, not to be replaced.</summary>
    Unavailable,

    /// <summary>Answered with any other status.</summary>
    WrongStatus,

    /// <summary>The connection was refused.</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The connection broke, or the answer was not HTTP.</summary>
    Broken,
}
