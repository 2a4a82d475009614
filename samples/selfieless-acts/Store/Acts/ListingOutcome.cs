namespace SelfieLess.Store.Acts;

/// <summary>What a listing came to.</summary>
public enum ListingOutcome
{
    /// <summary>There are acts to show.</summary>
    Found,

    /// <summary>The category does not exist.</summary>
    UnknownCategory,

    /// <summary>The category has no acts.</summary>
    EmptyCategory,

    /// <summary>The range reaches beyond the acts that exist, or is none.</summary>
    OutOfBounds,

    /// <summary>More than <see cref="ListingRule.MostActs"/> acts.</summary>
    TooMany,
}
