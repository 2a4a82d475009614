using System.Runtime.InteropServices;

namespace Capstan.Terminals;

/// <summary>The terminal that standard input is.</summary>
internal sealed partial class UnixTerminal : ITerminal
{
    private const int Input = 0;
    private const int Readable = 1;
    private const int Interrupted = 4;
    private const int AfterOutput = 1;
    private const int CloseOnExecAndNonBlocking = 0x80800;

    private readonly int _waker;
    private readonly PosixSignalRegistration _resized;
    private TerminalSettings _settings;

    /// <summary>Takes the settings that the terminal has now as those that it is given back with.</summary>
    /// <exception cref="IOException">Standard input is no terminal.</exception>
    public UnixTerminal()
    {
        if (GetSettings(Input, out _settings) != 0)
            throw Fault("Standard input is no terminal");
        _waker = MakeEvent(0, CloseOnExecAndNonBlocking);
        if (_waker < 0)
            throw Fault("No event can be made");
        _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Wake());
    }

    /// <inheritdoc />
    public IDisposable EnterKeys() => new Mode(this, _settings.ForKeys(withSignals: false));

    /// <inheritdoc />
    public IDisposable EnterWatch() => new Mode(this, _settings.ForKeys(withSignals: true));

    /// <inheritdoc />
    public int Read(Span<byte> buffer, TimeSpan patience)
    {
        Span<PollRequest> both = [new PollRequest { Descriptor = Input, Events = Readable }, new PollRequest { Descriptor = _waker, Events = Readable }];
        var happened = Poll(both, both.Length, patience == Timeout.InfiniteTimeSpan ? -1 : (int)patience.TotalMilliseconds);
        if (happened < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            throw Fault("The terminal cannot be waited for");
        if (both[1].Happened != 0)
            _ = ReadEvent(_waker, out _, sizeof(ulong));
        if (happened <= 0 || both[0].Happened == 0)
            return -1;
        // A terminal that was closed gives an error; there will be no more keys either way.
        return (int)Math.Max(0, ReadBytes(Input, buffer, buffer.Length));
    }

    /// <inheritdoc />
    public void Wake()
    {
        ulong one = 1;
        _ = WriteEvent(_waker, in one, sizeof(ulong));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _resized.Dispose();
        _ = Close(_waker);
    }

    private static IOException Fault(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(int descriptor, out TerminalSettings settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(int descriptor, int when, in TerminalSettings settings);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int MakeEvent(uint first, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadEvent(int descriptor, out ulong value, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteEvent(int descriptor, in ulong value, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadBytes(int descriptor, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Span<PollRequest> requests, nint count, int timeout);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    // Modes lie in one another: the end of one goes back to the settings that it found.
    private sealed class Mode : IDisposable
    {
        private readonly TerminalSettings _before;

        public Mode(UnixTerminal owner, TerminalSettings now)
        {
            _before = owner._settings;
            if (GetSettings(Input, out var found) == 0)
                _before = found;
            if (SetSettings(Input, AfterOutput, in now) != 0)
                throw Fault("The terminal cannot be set");
        }

        public void Dispose() => _ = SetSettings(Input, AfterOutput, in _before);
    }
}
