namespace Capstan.Gateway;

/// <summary>Kinds of <see cref="DataPlaneNotice"/>.</summary>
public enum DataPlaneNoticeKind
{
    /// <summary>A connection to the target was refused: it is probably gone.</summary>
    Refused,

    /// <summary>Passive health took the target out of rotation for a time.</summary>
    Ejected,

    /// <summary>An ejected target is back in rotation.</summary>
    Returned,

    /// <summary>Fewer than half of the live targets are healthy: requests go to all live ones until that changes.</summary>
    PanicStarted,

    /// <summary>Enough targets are healthy again.</summary>
    PanicEnded,

    /// <summary>The first request is being held because no target is ready.</summary>
    Holding,

    /// <summary>A draining target has no request left.</summary>
    Drained,
}
