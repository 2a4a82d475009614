using System.Net;
using System.Net.Sockets;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Servers;

/// <summary>
/// The way of all processes of a stack to one server. What passes on it can be decided for each process by itself; those of a container
/// have the id of its first one.
/// </summary>
internal sealed class Link : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Passage> _passages = [];
    private readonly List<LinkedConnection> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly Task _work;
    private TaskCompletionSource _changed = New();

    /// <param name="address">Where the processes reach it.</param>
    /// <param name="target">Port of the server, on loopback.</param>
    public Link(IPAddress address, int target)
    {
        _target = target;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _work = AcceptAsync();
    }

    /// <summary>Port that the processes go to.</summary>
    public int Port { get; }

    /// <summary>How many connections a process has over this link.</summary>
    public int CountOf(int pid)
    {
        lock (_gate)
            return _connections.Count(connection => connection.Owner == pid && !connection.HasEnded);
    }

    /// <summary>From now on that is what a process meets.</summary>
    public void Set(int pid, Passage passage)
    {
        List<LinkedConnection> cut;
        lock (_gate)
        {
            _passages[pid] = passage;
            (_changed, var changed) = (New(), _changed);
            changed.SetResult();
            cut = passage == Passage.Cut ? [.. _connections.Where(connection => connection.Owner == pid)] : [];
        }

        cut.ForEach(connection => connection.Reset());
    }

    /// <summary>Resets the connections of a process, which must have some; new ones pass.</summary>
    public void Drop(int pid)
    {
        Assert.NotEqual(0, CountOf(pid));
        Set(pid, Passage.Cut);
        Set(pid, Passage.Open);
    }

    /// <summary>What a process meets now, and what ends when that may have changed.</summary>
    public (Passage Passage, Task Changed) Look(int pid)
    {
        lock (_gate)
            return (_passages.GetValueOrDefault(pid), _changed.Task);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        List<LinkedConnection> left;
        lock (_gate)
            left = [.. _connections];
        foreach (var connection in left)
            await connection.DisposeAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                await JoinAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception fault) when (_stop.IsCancellationRequested && fault is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task JoinAsync(Socket client)
    {
        var owner = ContainerProcesses.FirstOf(SocketOwner.Of((IPEndPoint)client.RemoteEndPoint!, (IPEndPoint)client.LocalEndPoint!));
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (Look(owner).Passage != Passage.Cut)
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        }
        catch (SocketException)
        {
            // The server is down: the client finds its connection reset, as it would without this link.
        }

        var connection = new LinkedConnection(this, owner, client, server);
        lock (_gate)
        {
            _connections.RemoveAll(other => other.HasEnded);
            _connections.Add(connection);
        }

        if (!server.Connected || Look(owner).Passage == Passage.Cut)
            connection.Reset();
        else
            connection.Start();
    }
}
