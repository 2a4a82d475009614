namespace Capstan.Database.Log;

/// <summary>The connection to the log is gone.</summary>
public sealed class LogLostException : Exception
{
    /// <summary>Without a reason.</summary>
    public LogLostException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public LogLostException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public LogLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
