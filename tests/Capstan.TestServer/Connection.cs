using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Capstan.TestServer;

/// <summary>Reads requests from one socket, one after the other, and writes their answers.</summary>
internal sealed class Connection(Socket socket)
{
    private readonly MemoryStream _pending = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await new Connection(socket).RunAsync();
            }
            catch (Exception error) when (error is SocketException or EndOfStreamException or FormatException)
            {
                // The client went away or speaks something else; the connection ends either way.
            }
        }
    }

    private async Task RunAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            var request = await ReadRequestAsync(line);
            var answer = await Endpoints.AnswerAsync(request);
            await WriteAsync(request, answer);
            answer.Then?.Invoke();
            if (request.Close)
                return;
        }
    }

    private async Task<Request> ReadRequestAsync(string requestLine)
    {
        var words = requestLine.Split(' ');
        if (words.Length != 3)
            throw new FormatException("not a request line");
        long length = 0;
        var (chunked, close) = (false, words[2] == "HTTP/1.0");
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim());
            if (name == "content-length")
                length = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
            else if (name == "transfer-encoding")
                chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase);
            else if (name == "connection")
                close = value.Equals("close", StringComparison.OrdinalIgnoreCase);
        }
        var body = chunked ? await ReadChunksAsync() : await ReadBytesAsync((int)length);
        var (path, query) = Request.Split(words[1]);
        return new Request(words[0], path, query, body, close);
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = await ReadLineAsync() ?? throw new EndOfStreamException();
            var size = int.Parse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            body.Write(await ReadBytesAsync(size));
            await ReadLineAsync();
            if (size == 0)
                return body.ToArray();
        }
    }

    private async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var end = _pending.GetBuffer().AsSpan(0, (int)_pending.Length).IndexOf((byte)'\n');
            if (end >= 0)
                return Encoding.Latin1.GetString(Take(end + 1)).TrimEnd('\r', '\n');
            if (!await FillAsync())
                return _pending.Length == 0 ? null : throw new EndOfStreamException();
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count)
    {
        while (_pending.Length < count)
        {
            if (!await FillAsync())
                throw new EndOfStreamException();
        }
        return Take(count);
    }

    private async Task<bool> FillAsync()
    {
        var read = await socket.ReceiveAsync(_buffer);
        _pending.Write(_buffer, 0, read);
        return read > 0;
    }

    private byte[] Take(int count)
    {
        var all = _pending.ToArray();
        _pending.SetLength(0);
        _pending.Write(all, count, all.Length - count);
        return all[..count];
    }

    private async Task WriteAsync(Request request, Answer answer)
    {
        var head = $"HTTP/1.1 {answer.Status} X\r\nContent-Type: {answer.ContentType}\r\nContent-Length: {answer.Body.Length}\r\n"
            + (request.Close ? "Connection: close\r\n\r\n" : "\r\n");
        byte[] message = [.. Encoding.ASCII.GetBytes(head), .. request.Method == "HEAD" ? [] : answer.Body];
        for (var sent = 0; sent < message.Length;)
            sent += await socket.SendAsync(message.AsMemory(sent));
    }
}
