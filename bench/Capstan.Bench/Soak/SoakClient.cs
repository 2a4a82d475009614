using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Bench.Soak;

/// <summary>
/// One client of a soak: it does one thing after the other at its pace, each drawn by chance, and compares every answer byte by byte with what it must be.
/// </summary>
/// <param name="port">The gateway's port.</param>
/// <param name="number">Which client this is; its chance begins with it, so that a soak can be repeated.</param>
/// <param name="servesHalfClosed">Whether the plane under test serves half-closed clients.</param>
/// <param name="tally">Where what happened is counted.</param>
internal sealed class SoakClient(int port, int number, bool servesHalfClosed, SoakTally tally) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Random _chance = new(number);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience };
    private int _count;

    /// <summary>Goes on until it is told to end; what is under way then is finished.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        using var pace = new PeriodicTimer(Pace);
        try
        {
            while (await pace.WaitForNextTickAsync(ending))
                await DoAsync(_chance.Next(12));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task DoAsync(int what)
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = $"{number}-{++_count}-";
        try
        {
            var fault = await (what switch
            {
                0 or 1 => GetAsync("sized", id, isLast: false, patience.Token),
                2 => GetAsync("chunked", id, isLast: false, patience.Token),
                3 => GetAsync("sized", id, isLast: true, patience.Token),
                4 => PostAsync(id, isChunked: false, patience.Token),
                5 => PostAsync(id, isChunked: true, patience.Token),
                6 => HeadAsync(id, patience.Token),
                7 => PipelineAsync(id, patience.Token),
                8 => TunnelAsync(id, patience.Token),
                9 => AbortAsync(id, patience.Token),
                10 => HalfCloseAsync(id, patience.Token),
                _ => BrokenAsync(patience.Token),
            });
            tally.Count(what, fault is null ? null : $"{id}{fault}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            tally.Count(what, $"{id}{exception.GetType().Name}: {exception.Message}");
        }
    }

    private int Length() => _chance.Next(4) == 0 ? _chance.Next(300_000) : _chance.Next(2_000);

    private async Task<string?> GetAsync(string path, string id, bool isLast, CancellationToken patience)
    {
        var length = Length();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/{path}?id={id}&length={length}");
        request.Headers.ConnectionClose = isLast;
        using var answer = await _http.SendAsync(request, patience);
        return Compare(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience), SoakBackend.BodyOf(id, length));
    }

    private async Task<string?> PostAsync(string id, bool isChunked, CancellationToken patience)
    {
        var body = SoakBackend.BodyOf(id, Length());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = isChunked;
        using var answer = await _http.SendAsync(request, patience);
        return Compare(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(patience), body);
    }

    private async Task<string?> HeadAsync(string id, CancellationToken patience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/sized?id={id}&length=77");
        using var answer = await _http.SendAsync(request, patience);
        return answer.Content.Headers.ContentLength == 77 ? null : $"HEAD said {answer.Content.Headers.ContentLength}";
    }

    private async Task<string?> PipelineAsync(string id, CancellationToken patience)
    {
        using var raw = await RawExchange.OpenAsync(port, patience);
        var ids = Enumerable.Range(0, 4).Select(i => $"{id}{i}").ToList();
        await raw.SendAsync(string.Concat(ids.Select(one => Request(one, 500))), patience);
        foreach (var one in ids)
        {
            var (status, body) = await raw.ReadAnswerAsync(patience);
            if (Compare((HttpStatusCode)status, body, SoakBackend.BodyOf(one, 500)) is { } fault)
                return $"pipelined {one}: {fault}";
        }

        return null;
    }

    private async Task<string?> TunnelAsync(string id, CancellationToken patience)
    {
        using var raw = await RawExchange.OpenAsync(port, patience);
        await raw.SendAsync("GET /tunnel HTTP/1.1\r\nHost: soak\r\nConnection: Upgrade\r\nUpgrade: soak\r\n\r\n", patience);
        if (await raw.ReadHeadAsync(patience) is not { } head || !head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal))
            return "the upgrade was refused";
        for (var i = 0; i < 3; i++)
        {
            var message = SoakBackend.BodyOf(id, _chance.Next(1, 20_000));
            await raw.SendAsync(message, patience);
            if (!(await raw.ReadAsync(message.Length, patience)).AsSpan().SequenceEqual(message))
                return "the tunnel gave other bytes back";
        }

        if (_chance.Next(2) == 0)
            raw.Reset();
        return null;
    }

    /// <summary>Goes away inside a request, inside an answer, or between both; there is nothing to compare.</summary>
    private async Task<string?> AbortAsync(string id, CancellationToken patience)
    {
        using var raw = await RawExchange.OpenAsync(port, patience);
        switch (_chance.Next(4))
        {
            case 0:
                await raw.SendAsync("GET /sized?id=a HTTP/1.1\r\nHos", patience);
                break;
            case 1:
                await raw.SendAsync($"POST /echo HTTP/1.1\r\nHost: soak\r\nContent-Length: 100000\r\n\r\n{id}", patience);
                break;
            case 2:
                await raw.SendAsync(Request(id, 400_000), patience);
                break;
            default:
                await raw.SendAsync(Request(id, 400_000), patience);
                await raw.ReadAsync(1_000, patience);
                break;
        }

        if (_chance.Next(2) == 0)
            raw.Reset();
        return null;
    }

    /// <summary>Ends its sending behind a request: it gets the answer on the fast plane; on the general one it may see that it does not.</summary>
    private async Task<string?> HalfCloseAsync(string id, CancellationToken patience)
    {
        using var raw = await RawExchange.OpenAsync(port, patience);
        await raw.SendAsync(Request(id, 3_000), patience);
        raw.EndSending();
        try
        {
            var (status, body) = await raw.ReadAnswerAsync(patience);
            return status == 0 ? NoAnswer() : Compare((HttpStatusCode)status, body, SoakBackend.BodyOf(id, 3_000));
        }
        catch (SocketException)
        {
            return NoAnswer();
        }

        string? NoAnswer() => servesHalfClosed ? "a half-closed client got no answer" : null;
    }

    private async Task<string?> BrokenAsync(CancellationToken patience)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/broken", UriKind.Relative), patience);
            return answer.IsSuccessStatusCode ? "an answer that broke off looked whole" : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static string Request(string id, int length) => $"GET /sized?id={id}&length={length} HTTP/1.1\r\nHost: soak\r\n\r\n";

    private static string? Compare(HttpStatusCode status, byte[] got, byte[] wanted)
    {
        if (status != HttpStatusCode.OK)
            return $"answered {(int)status} {Encoding.UTF8.GetString(got.AsSpan(0, Math.Min(got.Length, 200)))}";
        return got.AsSpan().SequenceEqual(wanted) ? null : $"{got.Length} bytes in place of {wanted.Length}, or other ones";
    }
}
