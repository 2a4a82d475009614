using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.Core.Stacks;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>A way to a broker on which that says to be of another version. Everything else goes through as it is.</summary>
internal sealed class OtherVersion : IAsyncDisposable
{
    /// <summary>Name and type of the property of <c>connection.start</c> (AMQP 0-9-1, section 4.2.5.5); length and text come behind it.</summary>
    private static readonly byte[] Property = [7, .. "versionS"u8];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ends = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly HostPort _broker;
    private readonly string _version;

    /// <summary>Takes connections from now on.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="version">What it is to say, which gets zeros behind it for as long as the broker's own is.</param>
    public OtherVersion(HostPort broker, string version)
    {
        (_broker, _version) = (broker, version);
        _listener.Start();
        _running.Add(AcceptAsync());
    }

    public HostPort Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_running);
        _listener.Dispose();
        _ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _running.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_ends.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
        try
        {
            client.NoDelay = true;
            await server.ConnectAsync(_broker.Host, _broker.Port, ends.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), ends.Token), AnswerAsync(server.GetStream(), client.GetStream(), ends.Token));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The test is over, or the broker is away.
        }

        client.Dispose();
        await ends.CancelAsync();
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, CancellationToken cancellationToken)
    {
        var head = new byte[7];
        await server.ReadExactlyAsync(head, cancellationToken);
        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
        await server.ReadExactlyAsync(rest, cancellationToken);
        Rename(rest);
        await client.WriteAsync(head, cancellationToken);
        await client.WriteAsync(rest, cancellationToken);
        await server.CopyToAsync(client, cancellationToken);
    }

    private void Rename(Span<byte> start)
    {
        var value = start[(start.IndexOf(Property) + Property.Length)..];
        var text = value.Slice(4, BinaryPrimitives.ReadInt32BigEndian(value));
        Encoding.ASCII.GetBytes(_version.PadRight(text.Length, '0')).CopyTo(text);
    }
}
