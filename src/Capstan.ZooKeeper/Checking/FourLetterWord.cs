using System.Net.Sockets;
using System.Text;

namespace Capstan.ZooKeeper.Checking;

/// <summary>Asks a server what it says of itself, by the words of four letters that it answers in clear on its client port.</summary>
internal static class FourLetterWord
{
    private const int LongestAnswer = 16 * 1024;

    /// <summary>Asks for version and mode.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; silence alone is an answer.</exception>
    public static async Task<ServerReport> AskAsync(ZooKeeperAddress server, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, limit.Token);
        }
        catch (SocketException fault)
        {
            return new ServerReport(server, ServerCondition.Unreachable, null, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerReport(server, ServerCondition.Unreachable, null, $"It took no connection within {timeout.TotalSeconds:0.#} s.");
        }

        return ServerReport.Of(server, await ReadAsync(socket, limit.Token, cancellationToken));
    }

    private static async Task<string> ReadAsync(Socket socket, CancellationToken limit, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        try
        {
            await socket.SendAsync("srvr"u8.ToArray(), limit);
            while (length < answer.Length && await socket.ReceiveAsync(answer.AsMemory(length), limit) is var count and > 0)
                length += count;
        }
        catch (Exception fault) when (fault is SocketException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What came until then is the answer, be it nothing.
        }

        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
