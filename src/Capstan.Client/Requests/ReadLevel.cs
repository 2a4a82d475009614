namespace Capstan.Client;

/// <summary>How fresh a read must be.</summary>
public enum ReadLevel
{
    /// <summary>The state of any ready worker, no staler than <see cref="ReadOptions.MaxStaleness"/>.</summary>
    Any,

    /// <summary>At least everything that the session has written or read.</summary>
    Session,

    /// <summary>Everything that anybody was told before the read arrived.</summary>
    Linear,
}
