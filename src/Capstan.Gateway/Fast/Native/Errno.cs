namespace Capstan.Gateway.Fast.Native;

/// <summary>Errors of system calls that somebody reacts to, as calls return them: negative.</summary>
internal static class Errno
{
    /// <summary>A signal came first (EINTR).</summary>
    public const int Interrupted = -4;

    /// <summary>Nothing at hand, or no room (EAGAIN).</summary>
    public const int Again = -11;

    /// <summary>The process has too many descriptors (EMFILE).</summary>
    public const int ProcessFull = -24;

    /// <summary>The system has too many descriptors (ENFILE).</summary>
    public const int SystemFull = -23;

    /// <summary>No memory (ENOMEM).</summary>
    public const int NoMemory = -12;

    /// <summary>No room for buffers (ENOBUFS).</summary>
    public const int NoBuffers = -105;

    /// <summary>Invalid argument, such as an accept on a socket that does not listen (EINVAL).</summary>
    public const int Invalid = -22;

    /// <summary>Nobody listens (ECONNREFUSED).</summary>
    public const int Refused = -111;

    /// <summary>The connection is being made (EINPROGRESS).</summary>
    public const int InProgress = -115;

    /// <summary>The address is taken (EADDRINUSE).</summary>
    public const int AddressInUse = -98;

    /// <summary>No port is left to connect from (EADDRNOTAVAIL).</summary>
    public const int NoAddress = -99;

    /// <summary>Whether this machine is short of something, which says nothing about the other end.</summary>
    /// <param name="outcome">The negative number.</param>
    public static bool IsShortage(int outcome) => outcome is ProcessFull or SystemFull or NoMemory or NoBuffers or NoAddress;

    /// <summary>What the system says of an error.</summary>
    /// <param name="outcome">The negative number.</param>
    public static string Text(int outcome) => System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(-outcome);
}
