namespace RideShare.Service.Database;

/// <summary>How fresh reads must be.</summary>
public enum ReadLevel
{
    /// <summary>At least as fresh as everything that this program has seen.</summary>
    Session,

    /// <summary>As fresh as everything that anybody was told before the read began.</summary>
    Linear,
}
