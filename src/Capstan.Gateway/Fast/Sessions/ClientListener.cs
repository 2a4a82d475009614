using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>One loop's listening socket: accepts its share of the connections, and closes at once those above the limit.</summary>
internal sealed partial class ClientListener(Worker worker, int descriptor, int port, ILogger logger) : Watched
{
    private const int AtOnce = 64;

    // Long enough for somebody to close something, short enough that nobody notices.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private bool _isPaused;
    private bool _isShort;
    private bool _isClosed;

    /// <summary>Starts to accept; on the loop's thread.</summary>
    public void Start()
    {
        _isPaused = false;
        var outcome = worker.Loop.WatchListener(this, descriptor);
        if (outcome < 0)
            Rest(outcome);
    }

    /// <inheritdoc />
    public override void OnReady(Readiness readiness)
    {
        for (var left = AtOnce; left > 0 && !_isClosed; left--)
        {
            var accepted = Sockets.Accept(descriptor, out var peer);
            if (accepted >= 0)
                Take(accepted, peer);
            else if (Errno.IsShortage(accepted))
                Rest(accepted);
            if (accepted is Errno.Again or Errno.Invalid || _isPaused)
                return;
        }
    }

    /// <inheritdoc />
    public override void OnDue(long now) => Start();

    /// <inheritdoc />
    public override void Abort() => Close();

    /// <summary>Stops listening; on the loop's thread.</summary>
    public void Close()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        worker.Loop.Forget(this);
        Sockets.Close(descriptor);
    }

    private void Take(int accepted, SocketAddress peer)
    {
        _isShort = false;
        if (!worker.Parts.Connections.TryEnter())
        {
            Sockets.Abort(accepted);
            return;
        }

        // An error of ours costs this connection, never the listener.
        var session = new ClientSession(worker, worker.OriginOf(peer, port));
        try
        {
            session.Start(accepted);
        }
        catch (Exception exception)
        {
            worker.Loop.Failed(exception, session.Abort);
        }
    }

    /// <summary>There are no descriptors or buffers left: looks away for a moment instead of being told of it all the time.</summary>
    private void Rest(int error)
    {
        if (!_isShort)
            LogFailed(Errno.Text(error));
        _isPaused = _isShort = true;
        worker.Loop.LookAway(descriptor);
        worker.Loop.SetTimer(this, worker.Loop.Now + worker.Loop.TicksOf(Pause));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connections cannot be accepted now: {Reason}. They wait. Allow the gateway more open files if this goes on.")]
    private partial void LogFailed(string reason);
}
