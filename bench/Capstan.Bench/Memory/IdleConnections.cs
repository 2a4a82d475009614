using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Bench.Memory;

/// <summary>Keep-alive connections that have asked once and then say nothing.</summary>
internal sealed class IdleConnections : IDisposable
{
    // Several source addresses, so that one address's ports do not limit the number.
    private const int Sources = 8;
    private const int AtOnce = 64;

    private readonly List<Socket> _sockets = [];

    public int Count => _sockets.Count;

    /// <summary>Opens connections and sends one GET on each; only those that were answered with 200 count.</summary>
    public static async Task<IdleConnections> OpenAsync(Uri url, int number, CancellationToken ending)
    {
        var open = new IdleConnections();
        var request = Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n");
        try
        {
            await Parallel.ForAsync(0, number, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ending }, async (i, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                lock (open._sockets)
                    open._sockets.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{1 + (i % Sources)}"), 0));
                await socket.ConnectAsync(IPAddress.Loopback, url.Port, token);
                await socket.SendAsync(request, token);
                await ReadAnswerAsync(socket, token);
            });
            return open;
        }
        catch (Exception fault) when (fault is SocketException or BenchException)
        {
            open.Dispose();
            throw new BenchException($"{number} connections to {url}: {fault.Message}");
        }
    }

    /// <summary>How many of them the other side has closed since.</summary>
    public int Closed() => _sockets.Count(socket => socket.Poll(0, SelectMode.SelectRead));

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    // Answers are small: head and body come within a few reads, and the body's end is known by its length or its last chunk.
    private static async Task ReadAnswerAsync(Socket socket, CancellationToken token)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), token);
            if (read == 0)
                throw new BenchException("a connection was closed before its answer was complete");
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0)
                continue;
            if (!text.StartsWith("HTTP/1.1 20", StringComparison.Ordinal))
                throw new BenchException($"a connection was answered with {text[..text.IndexOf('\r', StringComparison.Ordinal)]}");
            if (IsComplete(text, head))
                return;
        }
    }

    private static bool IsComplete(string text, int head)
    {
        var body = text.Length - head - 4;
        var lines = text[..head].Split("\r\n");
        foreach (var line in lines)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                return body >= int.Parse(line.Split(':')[1]);
        }

        return lines[0].StartsWith("HTTP/1.1 204", StringComparison.Ordinal) || text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }
}
