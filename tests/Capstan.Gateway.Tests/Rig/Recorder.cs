using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>Serves of a raw backend that answer one request after the other, with their bodies read as any server would.</summary>
internal static class Recorder
{
    /// <summary>Reads head and body by the framing in the head and answers each with its own request line.</summary>
    public static async Task EchoAsync(Socket socket, RawBackend backend)
    {
        while (await backend.ReadHeadAsync(socket) is { } head)
        {
            if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            {
                while (!backend.Received.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
                    await ReadAsync(socket, backend, 1);
            }
            else if (LengthOf(head) is var length and > 0)
            {
                await ReadAsync(socket, backend, length);
            }

            var line = head[..head.IndexOf('\r')];
            await socket.SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {line.Length}\r\n\r\n{line}"), backend.End);
        }
    }

    /// <summary>Takes an offer to speak another protocol, in which everything is sent back.</summary>
    public static async Task SwitchAsync(Socket socket, RawBackend backend)
    {
        await backend.ReadHeadAsync(socket);
        await backend.SendAsync(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: raw\r\n\r\n");
        var buffer = new byte[64];
        while (await socket.ReceiveAsync(buffer, backend.End) is var count and > 0)
            await socket.SendAsync(buffer.AsMemory(0, count), backend.End);
    }

    private static int LengthOf(string head)
    {
        var start = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(head[(start + 16)..head.IndexOf('\r', start)]);
    }

    /// <summary>Reads and records so many bytes, or what comes before the end of the connection.</summary>
    public static async Task ReadAsync(Socket socket, RawBackend backend, int count)
    {
        var buffer = new byte[count];
        for (var read = 0; read < count;)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(read), backend.End);
            if (got == 0)
                return;
            read += got;
        }

        backend.Record(buffer);
    }
}
