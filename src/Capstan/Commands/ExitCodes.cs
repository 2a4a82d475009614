namespace Capstan.Commands;

/// <summary>Exit codes of the program; part of its public face.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Failed; the sentence on standard error says why and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the stack file is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The stack does not run.</summary>
    public const int NotRunning = 3;

    /// <summary>The stack runs already.</summary>
    public const int AlreadyRunning = 4;

    /// <summary>Not everything became ready in time.</summary>
    public const int NotReady = 5;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
