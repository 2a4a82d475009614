namespace Capstan.SystemTests.Harness;

/// <summary>Documented exit codes of the commands.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotRunning = 3;
    public const int AlreadyRunning = 4;
    public const int NotReady = 5;
    public const int Interrupted = 130;
}
