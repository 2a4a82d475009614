using System.Runtime.InteropServices;

namespace Capstan.Containers.Processes.Native;

/// <summary>Error numbers of Linux that decide something here, and their text.</summary>
internal static class Errno
{
    public const int NoEntry = 2;
    public const int NoProcess = 3;
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int NotFolder = 20;
    public const int SystemFiles = 23;
    public const int ProcessFiles = 24;
    public const int TextBusy = 26;
    public const int NotImplemented = 38;

    public static int Last => Marshal.GetLastPInvokeError();

    public static string Text(int number) => $"{Marshal.GetPInvokeErrorMessage(number)} (errno {number})";

    public static IOException Failure(string call) => new($"{call}: {Text(Last)}");

    /// <summary>What an error of <c>posix_spawn</c> means for a start.</summary>
    public static StartFault ToFault(int number) => number switch
    {
        NoEntry or NotFolder => StartFault.NotFound,
        Again or NoMemory or SystemFiles or ProcessFiles or TextBusy => StartFault.Transient,
        _ => StartFault.Refused,
    };
}
