using System.Net;
using System.Net.Sockets;

namespace Capstan.Testing.Servers;

/// <summary>A TCP proxy on a loopback port with levers: what happens to a connection on its way to a server and back.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _frozen = Thawed();
    private volatile bool _swallowsAnswers;
    private volatile bool _swallowsRequests;
    private volatile bool _refuses;
    private volatile int _accepted;
    private long _delayTicks;

    /// <summary>Takes connections from now on.</summary>
    /// <param name="targetPort">The server's port on the loopback address.</param>
    public FaultProxy(int targetPort)
    {
        TargetPort = targetPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect.</summary>
    public int Port { get; }

    /// <summary>The server's port; new connections go where it says when they come.</summary>
    public int TargetPort { get; set; }

    /// <summary>How many connections were passed on so far.</summary>
    public int Accepted => _accepted;

    /// <summary>How many pieces of what clients sent were dropped so far.</summary>
    public SignalledCount Swallowed { get; } = new();

    /// <summary>How many pieces of what clients sent were passed on so far.</summary>
    public SignalledCount Passed { get; } = new();

    /// <summary>How long everything takes longer, each way.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Ends all connections there are, by reset.</summary>
    public void Cut()
    {
        ProxiedConnection[] all;
        lock (_lock)
        {
            all = [.. _connections];
            _connections.Clear();
        }

        foreach (var connection in all)
            connection.Dispose();
    }

    /// <summary>Ends all connections and lets none come through until <see cref="Restore"/>.</summary>
    public void Refuse()
    {
        _refuses = true;
        Cut();
    }

    /// <summary>Drops what the server sends, from now until <see cref="Restore"/>.</summary>
    public void SwallowAnswers() => _swallowsAnswers = true;

    /// <summary>Drops what the client sends, from now until <see cref="Restore"/>.</summary>
    public void SwallowRequests() => _swallowsRequests = true;

    /// <summary>Holds everything, both ways, until <see cref="Restore"/>; connections stay and new ones are taken.</summary>
    public void Freeze() => _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again. What was swallowed is lost: mostly one wants <see cref="Cut"/> before.</summary>
    public void Restore()
    {
        (_refuses, _swallowsAnswers, _swallowsRequests) = (false, false, false);
        _frozen.TrySetResult();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Refuse();
        _frozen.TrySetResult();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Thawed()
    {
        var thawed = new TaskCompletionSource();
        thawed.SetResult();
        return thawed;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                if (_refuses)
                    client.Close(0);
                else
                    _ = PassOnAsync(client);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The proxy has ended, or whoever connected has gone again.
            }
        }
    }

    private async Task PassOnAsync(Socket client)
    {
        using var connection = new ProxiedConnection(client);
        lock (_lock)
        {
            // Cut since it was accepted.
            if (_refuses)
                return;
            _connections.Add(connection);
        }

        _accepted++;
        await connection.RunAsync(TargetPort, Pass);
        lock (_lock)
            _connections.Remove(connection);
    }

    // Whether bytes that came go on, and when.
    private async Task<bool> Pass(bool isAnswer)
    {
        if (Delay is { Ticks: > 0 } delay)
            await Task.Delay(delay, _stop.Token);
        await _frozen.Task;
        if (isAnswer)
            return !_swallowsAnswers;
        var isSwallowed = _swallowsRequests;
        (isSwallowed ? Swallowed : Passed).Add();
        return !isSwallowed;
    }
}
