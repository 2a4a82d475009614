namespace Capstan.Database.Reading;

/// <summary>What a read may show (protocol section 6).</summary>
public enum ReadLevel : byte
{
    /// <summary>Any ready follower's state, within the bound on staleness.</summary>
    Any = 0,

    /// <summary>At least the position that the request carries.</summary>
    Session = 1,

    /// <summary>Everything acknowledged before the request arrived.</summary>
    Linear = 2,
}
