using System.Net;
using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SocketAddress = Capstan.Gateway.Fast.Native.SocketAddress;

namespace Capstan.Gateway.Fast;

/// <summary>
/// Serves a plain listener by one event loop per processor, each with a listening socket, connections and buffers of its own. The system deals
/// connections out among the sockets.
/// </summary>
internal sealed partial class FastPlane(PlaneParts parts, HandoverPoint handover, ILogger logger)
{
    private const int Backlog = 4_096;

    // A loop ends with its turn, which takes milliseconds at most: one that has not by then never does.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private readonly List<(EventLoop Loop, Worker Worker)> _workers = [];
    private readonly List<(Worker Worker, int Descriptor, int Port)> _sockets = [];
    private bool _isStarted;

    /// <summary>Whether this system has what the plane is made of.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>Opens the listening sockets; nothing is accepted yet.</summary>
    /// <returns>The address with the port that it really has.</returns>
    /// <exception cref="ListenException">The address is taken, or is none of this machine's.</exception>
    public HostPort Bind(HostPort address, IReadOnlyList<IPAddress> hosts)
    {
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            var loop = new EventLoop(i, parts.Time, logger);
            _workers.Add((loop, new Worker(loop, parts, handover)));
        }

        var port = address.Port;
        foreach (var host in hosts)
            port = Bind(address, host, port);
        return address with { Port = port };
    }

    /// <summary>Starts to serve.</summary>
    public void Start()
    {
        _isStarted = true;
        foreach (var (worker, descriptor, port) in _sockets)
            worker.Loop.Post(new ClientListener(worker, descriptor, port, logger).Start);
        foreach (var (loop, _) in _workers)
            loop.Start();
    }

    /// <summary>Closes the sockets and cuts everything that is still served.</summary>
    public async Task CloseAsync()
    {
        if (!_isStarted)
        {
            Drop();
            return;
        }

        foreach (var (loop, _) in _workers)
            loop.End();
        await Task.WhenAny(Task.WhenAll(_workers.Select(each => each.Loop.Ended)), Task.Delay(EndLimit, parts.Time));
        foreach (var (loop, _) in _workers)
        {
            // What still runs still uses what it is made of.
            if (loop.Ended.IsCompleted)
                loop.Dispose();
            else
                LogStuck(EndLimit.TotalSeconds);
        }
    }

    private int Bind(HostPort address, IPAddress host, int port)
    {
        // Sockets that share an address would share it with another gateway of the same user too: one that does not share finds that out.
        if (port != 0)
            Sockets.Close(Open(address, host, port, isShared: false));
        foreach (var (_, worker) in _workers)
        {
            var descriptor = Open(address, host, port, isShared: _workers.Count > 1);
            port = Sockets.LocalAddress(descriptor).Port;
            _sockets.Add((worker, descriptor, port));
        }

        return port;
    }

    private int Open(HostPort address, IPAddress host, int port, bool isShared)
    {
        var stalled = parts.Limits.MinimumRate > 0 ? StalledPeers.Limit : TimeSpan.Zero;
        var outcome = Sockets.Listen(new SocketAddress(host, port), Backlog, isShared, stalled);
        if (outcome >= 0)
            return outcome;
        Drop();
        var text = Errno.Text(outcome);
        throw ListenException.For(address, outcome == Errno.AddressInUse ? new AddressInUseException(text) : new IOException(text));
    }

    /// <summary>Gives back what was never started.</summary>
    private void Drop()
    {
        foreach (var (_, descriptor, _) in _sockets)
            Sockets.Close(descriptor);
        foreach (var (loop, _) in _workers)
            loop.Dispose();
        _sockets.Clear();
        _workers.Clear();
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "An event loop of the gateway did not end within {Seconds} s; its connections stay open until the process ends. Report this.")]
    private partial void LogStuck(double seconds);
}
