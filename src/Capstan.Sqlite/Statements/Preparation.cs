namespace Capstan.Sqlite;

/// <summary>How a statement was prepared.</summary>
internal enum Preparation
{
    /// <summary>Belongs to the connection's cache, unless it was pushed out meanwhile.</summary>
    Cached,

    /// <summary>Belongs to the caller.</summary>
    Owned,

    /// <summary>Belongs to the caller and is exempt from the authorizer.</summary>
    Trusted,
}
