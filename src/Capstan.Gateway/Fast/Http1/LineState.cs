namespace Capstan.Gateway.Fast.Http1;

/// <summary>Whether a line has come.</summary>
internal enum LineState
{
    /// <summary>Its end has not come yet.</summary>
    None,

    /// <summary>It has come whole.</summary>
    Whole,

    /// <summary>It is longer than allowed.</summary>
    TooLong,
}
