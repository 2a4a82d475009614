namespace Capstan.Gateway.Fast.Http1;

/// <summary>How far the head of a message was read.</summary>
internal enum HeadState
{
    /// <summary>Its end has not come yet.</summary>
    Incomplete,

    /// <summary>It was read.</summary>
    Complete,

    /// <summary>It is none that may be taken; nothing after it can be understood either.</summary>
    Rejected,
}
