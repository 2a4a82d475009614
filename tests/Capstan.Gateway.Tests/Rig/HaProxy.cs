using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A real HAProxy as a child process that answers by itself; what it logs tells what it saw.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private const string Program = "/usr/sbin/haproxy";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-haproxy-");
    private readonly UdpClient _log = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Process _process;
    private readonly Task _logging;

    private HaProxy(int port)
    {
        Port = port;
        var file = Path.Combine(_folder.FullName, "haproxy.cfg");
        File.WriteAllText(
            file,
            $$"""
            global
                maxconn 256
                nbthread 1
                log 127.0.0.1:{{((IPEndPoint)_log.Client.LocalEndPoint!).Port}} len 16384 format raw local0
            defaults
                mode http
                log global
                log-format "%HU"
                option http-buffer-request
                timeout client 30s
                timeout http-request 10s
            frontend all
                bind 127.0.0.1:{{port}}
                http-request return status 200 content-type text/plain string "ok"

            """);
        _logging = ReadLogAsync();
        _process = Process.Start(new ProcessStartInfo(Program, ["-db", "-q", "-f", file]))!;
    }

    public int Port { get; }

    /// <summary>Request targets, in the order of the log.</summary>
    public string[] Seen => [.. _seen];

    public static async Task<HaProxy> StartAsync()
    {
        var haproxy = new HaProxy(ServerPorts.Free());
        await ServerPorts.OpenAsync(haproxy.Port);
        return haproxy;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        await _end.CancelAsync();
        await _logging;
        _log.Dispose();
        _end.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ReadLogAsync()
    {
        try
        {
            while (true)
                _seen.Enqueue(Encoding.Latin1.GetString((await _log.ReceiveAsync(_end.Token)).Buffer).Trim());
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
