using System.Net.Sockets;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Accepts workers, and ends those that have fallen silent.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private const int MostSessions = 256;

    private readonly HubSocket _socket;
    private readonly HubParts _hub;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<HubSession, Task> _sessions = [];
    private readonly ITimer _watch;
    private readonly TimeSpan _period;
    private Task _accepting = Task.CompletedTask;
    private long _lastLook;

    public HubServer(HubSocket socket, HubParts hub)
    {
        (_socket, _hub) = (socket, hub);
        _period = hub.Settings.Session / 8;
        _lastLook = hub.Time.GetTimestamp();
        _watch = hub.Time.CreateTimer(_ => Look(), null, _period, _period);
    }

    public void Start() => _accepting = AcceptAsync();

    /// <summary>Sends the newest view to everybody.</summary>
    public void ShowView()
    {
        foreach (var session in Sessions())
            session.ShowView();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.DisposeAsync();
        await _accepting;
        _socket.Dispose();
        Task[] running;
        lock (_lock)
            running = [.. _sessions.Values];
        foreach (var session in Sessions())
            session.Close("the database is being stopped");
        await Task.WhenAll(running);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                Begin(await _socket.AcceptAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the engine.
        }
        catch (SocketException fault)
        {
            _hub.Fail(fault);
        }
    }

    private void Begin(Socket socket)
    {
        lock (_lock)
        {
            if (_sessions.Count >= MostSessions)
            {
                socket.Dispose();
                return;
            }

            var session = new HubSession(socket, _hub);
            _sessions.Add(session, Task.Run(() => ServeAsync(session)));
        }
    }

    private async Task ServeAsync(HubSession session)
    {
        try
        {
            await session.RunAsync();
        }
        catch (Exception fault)
        {
            _hub.Fail(fault);
        }

        lock (_lock)
            _sessions.Remove(session);
    }

    // When this look itself is late, the whole process was stopped: what workers said meanwhile is yet to be read.
    private void Look()
    {
        var late = _hub.Time.GetElapsedTime(_lastLook) > 3 * _period;
        _lastLook = _hub.Time.GetTimestamp();
        foreach (var session in Sessions())
        {
            if (late)
                session.Excuse();
            else
                session.Check(_hub.Settings.Session);
        }

        _hub.Reads.Look(() => _hub.Members.View);
    }

    private HubSession[] Sessions()
    {
        lock (_lock)
            return [.. _sessions.Keys];
    }
}
