namespace Capstan.Database.Queues;

/// <summary>A request was not taken and surely has no effect; it may be sent again after <see cref="RetryAfter"/>.</summary>
public sealed class NotQueuedException : Exception
{
    /// <summary>Without a reason.</summary>
    public NotQueuedException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public NotQueuedException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public NotQueuedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>When it may go better. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
