namespace RideShare.Service.Database;

/// <summary>The database did not do what was asked. The client is told the status, the operator the message.</summary>
public sealed class DatabaseException(int status, string message) : Exception(message)
{
    /// <summary>The database gives no answer in time: 503.</summary>
    public const int Unavailable = 503;

    /// <summary>It refuses what a sound program asks, so token or schema are wrong: 500.</summary>
    public const int Refused = 500;

    /// <summary>What a client sent is larger than the database takes: 413.</summary>
    public const int TooLarge = 413;

    public int Status { get; } = status;
}
