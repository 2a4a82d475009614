using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>
/// The HTTP side of the database: one request, and once more when the connection breaks, no answer comes in time or the answer says
/// that it is a passing fault. So everything that is sent through it must be safe to be sent twice.
/// </summary>
public sealed class DatabaseLink : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Below the time after which usual servers close an idle connection.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly DatabaseSettings _settings;
    private readonly TimeProvider _clock;
    private int _isAway;

    public DatabaseLink(DatabaseSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = LongestIdle,
        })
        {
            BaseAddress = settings.Address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (settings.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public ReadLevel Level => _settings.Level;

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request and gives the answer, which is no passing fault.</summary>
    /// <exception cref="DatabaseException">There is no such answer within the deadline.</exception>
    internal async Task<Reply> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        Reply? reply = await TryAsync(request, _settings.Attempt, cancellationToken);
        TimeSpan pause = reply?.RetryAfter ?? Pause;
        TimeSpan left = _settings.Deadline - _clock.GetElapsedTime(start) - pause;
        if (reply is not { IsPassing: false } && left > TimeSpan.Zero)
        {
            await Task.Delay(pause, _clock, cancellationToken);
            reply = await TryAsync(request, left < _settings.Attempt ? left : _settings.Attempt, cancellationToken) ?? reply;
        }

        if (reply is not { IsPassing: false })
        {
            throw new DatabaseException(DatabaseException.Unavailable, Note(isAway: true, reply is null ? "no answer" : $"{reply.Status} {reply.Code}"));
        }

        Note(isAway: false, "");
        return reply;
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        byte[] body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        answer.Headers.TryGetValues("Capstan-Position", out IEnumerable<string>? positions);
        _ = long.TryParse(positions?.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long position);
        return new Reply((int)answer.StatusCode, position, answer.Headers.RetryAfter?.Delta, Parse(body));
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Null without an answer: refused, broken off or too late.</summary>
    private async Task<Reply?> TryAsync(Func<HttpRequestMessage> request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpRequestMessage message = request();
            message.Version = HttpVersion.Version11;
            using HttpResponseMessage answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(answer, either.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Tells the operator of each change once, not of each request.</summary>
    private string Note(bool isAway, string cause)
    {
        bool isNews = Interlocked.Exchange(ref _isAway, isAway ? 1 : 0) != (isAway ? 1 : 0);
        string message = isAway ? $"the database at {_settings.Address} cannot be used: {cause}" : $"the database at {_settings.Address} answers again";
        if (isNews)
        {
            Console.Error.WriteLine(message);
        }

        return message;
    }
}
