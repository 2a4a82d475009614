using System.Net.Sockets;

namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// The stream of a connection, which tells that something came. Its end is an exception: of an end in the middle of a frame, which a proxy passes on
/// when its broker is killed, the client (7.1.2) would read the half that is there again and again, for ever and on a core of its own.
/// </summary>
/// <param name="socket">The socket, which ends with it.</param>
/// <param name="heard">Called after each read that brought something.</param>
internal sealed class BrokerStream(Socket socket, Action heard) : NetworkStream(socket, ownsSocket: true)
{
    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Heard(base.Read(buffer, offset, count), count);

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => Heard(base.Read(buffer), buffer.Length);

    /// <inheritdoc />
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Heard(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken), count);

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Heard(await base.ReadAsync(buffer, cancellationToken), buffer.Length);

    private int Heard(int count, int most)
    {
        if (count > 0)
            heard();
        else if (most > 0)
            throw new EndOfStreamException("the broker closed the connection");
        return count;
    }
}
