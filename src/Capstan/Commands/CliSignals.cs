using System.Runtime.InteropServices;

namespace Capstan.Commands;

/// <summary>
/// Signals that the program gets. A command that wants to end in its own way handles them; otherwise the system's default holds and
/// ends the program.
/// </summary>
public sealed class CliSignals
{
    private volatile Action<PosixSignal>? _handler;

    /// <summary>Hands signals to a handler until disposed; then to the one before again. Handlers must be quick; one at a time.</summary>
    public IDisposable Handle(Action<PosixSignal> handler)
    {
        var before = _handler;
        _handler = handler;
        return new Handling(this, before);
    }

    /// <summary>Passes a signal on.</summary>
    /// <returns>Whether somebody took it; if not, the default should happen.</returns>
    public bool Raise(PosixSignal signal)
    {
        var handler = _handler;
        handler?.Invoke(signal);
        return handler is not null;
    }

    private sealed class Handling(CliSignals owner, Action<PosixSignal>? before) : IDisposable
    {
        public void Dispose() => owner._handler = before;
    }
}
