using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Capstan.ZooKeeper.Connections;

/// <summary>An encrypted connection. Whatever the encryption itself has to read or answer happens while somebody receives.</summary>
internal sealed class TlsTransport : ITransport
{
    private readonly Socket _socket;
    private readonly PatientStream _stream;
    private readonly SslStream _tls;

    // Something may have come with the last of the handshake.
    private bool _mayHoldMore = true;

    private TlsTransport(Socket socket, TimeProvider time)
    {
        _socket = socket;
        _stream = new PatientStream(socket, time);
        _tls = new SslStream(_stream);
    }

    /// <summary>Shakes hands on this thread.</summary>
    /// <param name="socket">The connection, which ends with it, also when this fails.</param>
    /// <param name="options">Gives the server's name, and whom to trust.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AuthenticationException">The server is not trusted, or does not speak TLS, or nobody can say whom to trust now.</exception>
    /// <exception cref="IOException">The connection is over, or the server said nothing in time.</exception>
    public static TlsTransport Open(Socket socket, Func<SslClientAuthenticationOptions> options, TimeSpan limit, TimeProvider time)
    {
        var transport = new TlsTransport(socket, time);
        try
        {
            transport._stream.Wait(limit);
            transport._tls.AuthenticateAsClient(Given(options));
            return transport;
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    // Somebody else's code. It may read files that are being replaced, so the next attempt may go well.
    private static SslClientAuthenticationOptions Given(Func<SslClientAuthenticationOptions> options)
    {
        try
        {
            return options();
        }
        catch (Exception fault)
        {
            throw new AuthenticationException($"What the handshake needs cannot be had: {fault.Message}", fault);
        }
    }

    /// <inheritdoc />
    public void Send(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        _socket.SendTimeout = (int)Math.Max(1, limit.TotalMilliseconds);
        _tls.Write(bytes);
    }

    /// <inheritdoc />
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _tls.WriteAsync(bytes);

    /// <inheritdoc />
    public int? Receive(Span<byte> room, TimeSpan wait)
    {
        // What came with the last bytes and was not given out yet makes no socket readable.
        if (!_mayHoldMore && !_socket.Poll(wait, SelectMode.SelectRead))
            return null;
        _stream.Wait(wait);
        try
        {
            var count = _tls.Read(room);
            _mayHoldMore = count > 0;
            return count;
        }
        catch (IdleException)
        {
            // All was given out; or what came is the encryption's own, or not whole yet.
            _mayHoldMore = false;
            return null;
        }
    }

    /// <inheritdoc />
    public void Break() => _socket.End();

    /// <inheritdoc />
    public void Dispose() => _tls.Dispose();
}
