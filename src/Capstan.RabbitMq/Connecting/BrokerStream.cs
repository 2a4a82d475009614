using System.Net.Sockets;

namespace Capstan.RabbitMq.Connecting;

/// <summary>The stream of a connection, which tells that something came.</summary>
/// <param name="socket">The socket, which ends with it.</param>
/// <param name="heard">Called after each read that brought something.</param>
internal sealed class BrokerStream(Socket socket, Action heard) : NetworkStream(socket, ownsSocket: true)
{
    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Heard(base.Read(buffer, offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => Heard(base.Read(buffer));

    /// <inheritdoc />
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Heard(await base.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Heard(await base.ReadAsync(buffer, cancellationToken));

    private int Heard(int count)
    {
        if (count > 0)
            heard();
        return count;
    }
}
