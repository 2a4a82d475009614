namespace Capstan.Containers;

/// <summary>The engine behind a runtime does not answer or refuses this program. The message is one sentence that says what to do.</summary>
public sealed class RuntimeUnavailableException : Exception
{
    /// <summary>With a sentence for the operator.</summary>
    public RuntimeUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the operator and what lies behind it.</summary>
    public RuntimeUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
