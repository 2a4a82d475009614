using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A client that sends exactly the bytes it is given.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient() => Answers = new AnswerReader(_socket);

    /// <summary>The answers, one after the other; not to be mixed with the other ways of reading.</summary>
    public AnswerReader Answers { get; }

    public Socket Socket => _socket;

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Sends and returns everything until the connection ends or stays silent for the time.</summary>
    public static async Task<string> AskAsync(int port, string bytes, double silence = 0.4)
    {
        using var client = await ConnectAsync(port);
        await client.SendAsync(bytes);
        return await client.ReadAllAsync(silence);
    }

    public async Task SendAsync(string bytes) =>
        await _socket.SendAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);

    /// <summary>Sends, to somebody who may have closed the connection.</summary>
    public async Task TrySendAsync(string bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (SocketException)
        {
            // Closed, which the answers will show.
        }
    }

    /// <summary>Sends piece by piece, each on its way before the next.</summary>
    public async Task SendAsync(IEnumerable<string> pieces)
    {
        foreach (var piece in pieces)
        {
            await SendAsync(piece);
            await Task.Yield();
        }
    }

    /// <summary>Sends no more; answers may still come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<Answer> GetAsync(string bytes, bool isHead = false)
    {
        await SendAsync(bytes);
        return await Answers.ReadAsync(isHead);
    }

    /// <summary>Everything until the end of the connection, or until nothing came for a time; null marks the end of the connection.</summary>
    public async Task<string> ReadAllAsync(double silence = 0.4)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(silence));
            try
            {
                var count = await _socket.ReceiveAsync(buffer, limit.Token);
                if (count == 0)
                    return text.Append("<closed>").ToString();
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                return text.ToString();
            }
            catch (SocketException)
            {
                return text.Append("<closed>").ToString();
            }
        }
    }

    /// <summary>Reads until the text has come.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            Assert.True(await _socket.ReceiveAsync(buffer, limit.Token) > 0, $"The connection ended after: {text}");
            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
