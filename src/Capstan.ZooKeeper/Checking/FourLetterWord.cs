using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Capstan.ZooKeeper.Checking;

/// <summary>Asks a server what it says of itself, by the words of four letters that it answers on its client port.</summary>
internal static class FourLetterWord
{
    private const int LongestAnswer = 16 * 1024;

    /// <summary>Asks for version and mode.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">How it would be used.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; silence alone is an answer.</exception>
    public static async Task<ServerReport> AskAsync(ZooKeeperAddress server, ZooKeeperOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, options.Time);
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

        try
        {
            await using var stream = await OpenAsync(socket, options.Tls?.Invoke(server), limit.Token);
            return ServerReport.Of(server, await ReadAsync(stream, limit.Token, cancellationToken));
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            return new ServerReport(server, ServerCondition.Unencrypted, null, $"{fault.GetBaseException().Message.TrimEnd('.')}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerReport(server, ServerCondition.Unencrypted, null, $"It shook no hands within {timeout.TotalSeconds:0.#} s.");
        }
    }

    private static async Task<Stream> OpenAsync(Socket socket, SslClientAuthenticationOptions? tls, CancellationToken limit)
    {
        var clear = new NetworkStream(socket, ownsSocket: true);
        if (tls is null)
            return clear;
        var stream = new SslStream(clear);
        await stream.AuthenticateAsClientAsync(tls, limit);
        return stream;
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken limit, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        try
        {
            await stream.WriteAsync("srvr"u8.ToArray(), limit);
            while (length < answer.Length && await stream.ReadAsync(answer.AsMemory(length), limit) is var count and > 0)
                length += count;
        }
        catch (IOException) when (length > 0 || stream is not SslStream)
        {
            // What came until then is the answer, be it nothing. Behind a handshake a server that takes no certificate, or none but others, hangs up.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The same.
        }

        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
