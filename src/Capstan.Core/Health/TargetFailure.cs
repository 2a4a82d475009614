namespace Capstan.Core.Health;

/// <summary>How a forwarded request failed at its target, as passive health sees it.</summary>
public enum TargetFailure
{
    /// <summary>The connection was refused: nobody listens.</summary>
    Refused,

    /// <summary>The connection could not be made in time.</summary>
    ConnectTimeout,

    /// <summary>The connection broke before or inside the answer.</summary>
    Reset,

    /// <summary>The answer did not come within the deadline.</summary>
    Timeout,

    /// <summary>The target answered 502, 503 or 504.</summary>
    BadStatus,
}
