namespace Capstan.Database.Engines;

/// <summary>An engine cannot start or go on; the message names the cause and the remedy.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Without a reason.</summary>
    public EngineException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
