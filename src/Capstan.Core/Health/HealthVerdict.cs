namespace Capstan.Core.Health;

/// <summary>What the health checks of a replica say so far.</summary>
public enum HealthVerdict
{
    /// <summary>Never healthy yet, and still within its grace.</summary>
    Pending,

    /// <summary>Serves.</summary>
    Healthy,

    /// <summary>Answers 503: is left out of rotation, not replaced.</summary>
    Unavailable,

    /// <summary>Failed too often in a row, or did not become healthy within its grace.</summary>
    Unhealthy,
}
