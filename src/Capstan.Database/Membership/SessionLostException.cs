namespace Capstan.Database.Membership;

/// <summary>This worker is no member any more.</summary>
public sealed class SessionLostException : Exception
{
    /// <summary>Without a reason.</summary>
    public SessionLostException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public SessionLostException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public SessionLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
