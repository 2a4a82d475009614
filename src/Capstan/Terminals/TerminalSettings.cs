using System.Runtime.InteropServices;

namespace Capstan.Terminals;

/// <summary>
/// The settings of a terminal line as Linux lays them out (termios(3), the same for x64 and arm64 and for both usual C libraries). What is
/// not named here is kept as it is.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TerminalSettings
{
    private const uint CarriageReturnIsNewline = 0x100;
    private const uint FlowControl = 0x400;
    private const uint Signals = 0x1;
    private const uint Lines = 0x2;
    private const uint Echo = 0x8;
    private const uint Extensions = 0x8000;
    private const int LeastBytes = 6;
    private const int LeastTime = 5;

    private uint _input;
    private readonly uint _output;
    private readonly uint _control;
    private uint _local;
    private readonly byte _discipline;
    private fixed byte _characters[32];
    private readonly uint _inputSpeed;
    private readonly uint _outputSpeed;

    /// <summary>These settings with every key passed on as it is pressed and nothing echoed.</summary>
    /// <param name="withSignals">Whether Ctrl-C and the like stay signals.</param>
    public readonly TerminalSettings ForKeys(bool withSignals)
    {
        var keys = this;
        keys._input &= ~(CarriageReturnIsNewline | FlowControl);
        keys._local &= ~(Lines | Echo | Extensions | Signals);
        if (withSignals)
            keys._local |= Signals;
        keys._characters[LeastBytes] = 1;
        keys._characters[LeastTime] = 0;
        return keys;
    }
}
