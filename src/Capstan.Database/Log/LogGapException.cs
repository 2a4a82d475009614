namespace Capstan.Database.Log;

/// <summary>Messages that were asked for are not in the log any more.</summary>
public sealed class LogGapException : Exception
{
    /// <summary>Without a reason.</summary>
    public LogGapException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public LogGapException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public LogGapException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The first message that is there.</summary>
    public LogPosition First { get; init; }
}
