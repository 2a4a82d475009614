using System.Runtime.InteropServices;
using Capstan.Admin;
using Capstan.Hosting;
using Capstan.Screens;

namespace Capstan.Commands;

/// <summary>
/// What signals mean to <c>up</c>: Ctrl-C stops everything, a second one at once; SIGTERM leaves containers running; SIGHUP reads the
/// stack file again, except in a terminal, where it says that the terminal was closed.
/// </summary>
internal sealed class UpSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leave = new();
    private readonly CancellationTokenSource _atOnce = new();
    private readonly CliContext _context;
    private readonly RunScreen _screen;
    private readonly IDisposable _handling;

    public UpSignals(CliContext context, RunScreen screen)
    {
        _context = context;
        _screen = screen;
        _handling = context.Signals.Handle(Take);
    }

    /// <summary>The signals as a runner takes them.</summary>
    public RunSignals Signals => new(_stop.Token, _leave.Token, _atOnce.Token);

    public void Dispose()
    {
        _handling.Dispose();
        _stop.Dispose();
        _leave.Dispose();
        _atOnce.Dispose();
    }

    private void Take(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGTERM)
            _leave.Cancel();
        else if (signal == PosixSignal.SIGHUP && !_context.Console.IsTerminal)
            _ = Task.Run(() => _screen.Stack?.Reloader.Reload(new ReloadRequest()));
        else if (_stop.IsCancellationRequested)
            _atOnce.Cancel();
        else
            _stop.Cancel();
    }
}
