using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Bench.Soak;

/// <summary>A connection whose bytes the soak chooses itself.</summary>
internal sealed class RawExchange : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<byte> _ahead = [];
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<RawExchange> OpenAsync(int port, CancellationToken ending)
    {
        var exchange = new RawExchange();
        await exchange._socket.ConnectAsync(IPAddress.Loopback, port, ending);
        return exchange;
    }

    public async Task SendAsync(string text, CancellationToken ending) => await SendAsync(Encoding.Latin1.GetBytes(text), ending);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ending)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, ending)..];
    }

    /// <summary>Sends no more; answers may still come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes it with a reset.</summary>
    public void Reset() => _socket.Close(0);

    /// <summary>Reads a head; null at the end of the connection.</summary>
    public async Task<string?> ReadHeadAsync(CancellationToken ending)
    {
        while (true)
        {
            var text = Encoding.Latin1.GetString([.. _ahead]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                _ahead.RemoveRange(0, end + 4);
                return text[..end];
            }

            if (!await MoreAsync(ending))
                return null;
        }
    }

    /// <summary>Reads so many bytes; fewer at the end of the connection.</summary>
    public async Task<byte[]> ReadAsync(int length, CancellationToken ending)
    {
        while (_ahead.Count < length && await MoreAsync(ending))
        {
        }

        var taken = _ahead.Take(length).ToArray();
        _ahead.RemoveRange(0, taken.Length);
        return taken;
    }

    /// <summary>Reads an answer with a Content-Length.</summary>
    public async Task<(int Status, byte[] Body)> ReadAnswerAsync(CancellationToken ending)
    {
        if (await ReadHeadAsync(ending) is not { } head)
            return (0, []);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?["Content-Length:".Length..];
        return (int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), await ReadAsync(length is null ? 0 : int.Parse(length, CultureInfo.InvariantCulture), ending));
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> MoreAsync(CancellationToken ending)
    {
        var count = await _socket.ReceiveAsync(_buffer, ending);
        _ahead.AddRange(_buffer.AsSpan(0, count));
        return count > 0;
    }
}
