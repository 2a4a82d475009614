using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.Core.Stacks;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>A broker that hangs up on everybody in the middle of the login, as one does that is just being stopped.</summary>
internal sealed class HangingUpBroker : IAsyncDisposable
{
    /// <summary><c>connection.start</c>: class 10, method 10, version 0-9, no properties (AMQP 0-9-1, section 1.4.2.2).</summary>
    private static readonly byte[] Start = Frame([0, 10, 0, 10, 0, 9, 0, 0, 0, 0, .. Text("PLAIN"), .. Text("en_US")]);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ends = new();
    private readonly byte[] _lastWords;
    private readonly Task _running;
    private int _logins;

    /// <param name="lastWords">What it still says before.</param>
    public HangingUpBroker(params byte[] lastWords)
    {
        _lastWords = lastWords;
        _listener.Start();
        _running = RunAsync();
    }

    public HostPort Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>How often it was told a name and a password.</summary>
    public int Logins => Volatile.Read(ref _logins);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _running;
        _listener.Dispose();
        _ends.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ends.Token);
                await HangUpAsync(client.GetStream());
            }
            catch (Exception end) when (end is OperationCanceledException or IOException)
            {
                // The test is over, or the other side was the first to go.
            }
        }
    }

    private async Task HangUpAsync(NetworkStream stream)
    {
        await stream.ReadExactlyAsync(new byte[8], _ends.Token);
        await stream.WriteAsync(Start, _ends.Token);
        var head = new byte[7];
        await stream.ReadExactlyAsync(head, _ends.Token);
        await stream.ReadExactlyAsync(new byte[Number(head.AsSpan(3)) + 1], _ends.Token);
        Interlocked.Increment(ref _logins);
        await stream.WriteAsync(_lastWords, _ends.Token);
    }

    private static byte[] Frame(byte[] method) => [1, 0, 0, .. Bytes(method.Length), .. method, 0xCE];

    private static byte[] Text(string text) => [.. Bytes(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static int Number(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes);
}
