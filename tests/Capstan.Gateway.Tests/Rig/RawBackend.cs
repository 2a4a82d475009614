using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A backend that records every byte it gets and does with a connection what the test says.</summary>
internal sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly Func<Socket, RawBackend, Task> _serve;
    private readonly StringBuilder _received = new();
    private readonly Task _accepting;
    private int _connections;

    public RawBackend(Func<Socket, RawBackend, Task>? serve = null)
    {
        _serve = serve ?? ((socket, self) => self.AnswerAllAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Connections that were made to it.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public CancellationToken End => _end.Token;

    public string Received
    {
        get
        {
            lock (_received)
                return _received.ToString();
        }
    }

    /// <summary>Request lines that were read as such.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public Target AsTarget(string id = "raw") => new() { Id = id, Host = "127.0.0.1", Port = Port, Condition = TargetCondition.Healthy };

    /// <summary>Reads up to the end of a request head; null at the end of the connection.</summary>
    public async Task<string?> ReadHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await socket.ReceiveAsync(buffer, _end.Token) == 0)
                return null;
            var character = (char)buffer[0];
            head.Append(character);
            lock (_received)
                _received.Append(character);
        }

        var text = head.ToString();
        Lines.Enqueue(text[..text.IndexOf('\r')]);
        return text;
    }

    /// <summary>Adds bytes to what was received.</summary>
    public void Record(ReadOnlySpan<byte> bytes)
    {
        lock (_received)
            _received.Append(Encoding.Latin1.GetString(bytes));
    }

    /// <summary>Records whatever comes until the end of the connection.</summary>
    public async Task RecordAsync(Socket socket)
    {
        var buffer = new byte[8192];
        while (await socket.ReceiveAsync(buffer, _end.Token) is var count and > 0)
        {
            Record(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Answers each head with the same bytes; bodies are recorded as if they were part of the next head.</summary>
    public async Task AnswerAllAsync(Socket socket, string answer)
    {
        while (await ReadHeadAsync(socket) is not null)
            await SendAsync(socket, answer);
    }

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(Socket socket, string bytes) => await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), _end.Token);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var socket in _open)
            socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                _open.Add(socket);
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await _serve(socket, this);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side is gone, or the test is over.
        }
    }
}
