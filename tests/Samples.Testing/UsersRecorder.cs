using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Samples.Testing;

/// <summary>Stands where a program expects Users: keeps every byte of each request and gives the answer it was told.</summary>
internal sealed class UsersRecorder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _requests = [];
    private readonly Task _serving;
    private readonly byte[] _answer;

    /// <param name="answer">The whole answer, or empty to close the connection instead.</param>
    public UsersRecorder(string answer)
    {
        _answer = Encoding.UTF8.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static string List(string json) => $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var buffer = new byte[8192];
                int read;
                while ((read = await stream.ReadAsync(buffer, _end.Token)) > 0)
                {
                    lock (_requests)
                    {
                        _requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
                    }

                    if (_answer.Length == 0)
                    {
                        return;
                    }

                    await stream.WriteAsync(_answer, _end.Token);
                }
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException)
            {
                // The end of the test, or of the program that was asking.
                return;
            }
        }
    }
}
