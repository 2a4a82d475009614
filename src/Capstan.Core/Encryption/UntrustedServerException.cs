using System.Security.Authentication;

namespace Capstan.Core.Encryption;

/// <summary>A server's certificate does not prove that it is the server which is meant; the message says why, without its end.</summary>
public sealed class UntrustedServerException : AuthenticationException
{
    /// <summary>Without a reason.</summary>
    public UntrustedServerException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public UntrustedServerException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public UntrustedServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
