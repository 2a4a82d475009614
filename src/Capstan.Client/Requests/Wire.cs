using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Capstan.Client;

/// <summary>Sends single requests over pooled connections and tells how each ended.</summary>
internal sealed class Wire : IDisposable
{
    /// <summary>Below the 30 s after which the database closes an idle connection, so that the client closes it first.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);

    /// <summary>After this a connection is made anew, so that a changed address of a name is noticed.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private const int UsualAnswer = 4096;
    private const int LargestAnswer = 128 * 1024 * 1024;
    private const int LargeBody = 1_000_000;

    private readonly HttpMessageInvoker _http;
    private readonly Uri _base;
    private readonly AuthenticationHeaderValue? _token;
    private readonly TimeProvider _time;

    public Wire(DatabaseClientOptions options)
    {
        _base = options.Address.AbsolutePath.EndsWith('/') ? options.Address : new Uri(options.Address.AbsoluteUri + "/");
        _token = options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        _time = options.Time;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = LongestIdle,
            PooledConnectionLifetime = LongestLife,
            ConnectTimeout = LongestConnect,
        });
    }

    /// <summary>A message for a path below the database's address.</summary>
    public HttpRequestMessage Message(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_base, path)) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.Authorization = _token;
        return message;
    }

    /// <summary>Sends a message and gives its answer once its headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _http.SendAsync(message, cancellationToken);

    /// <summary>Sends a request once.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="limit">How long to wait for the whole answer.</param>
    /// <param name="read">Reads the body of a success.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Reply<T>> SendAsync<T>(Request request, TimeSpan limit, BodyReader<T> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var message = MessageOf(request, limit);
            using var answer = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            return await JudgeAsync(answer, read, either.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (Faults.IsOfConnection(fault, cancellationToken))
        {
            return new Reply<T>(default, FaultOf(fault, limit), 0);
        }
    }

    /// <summary>Reads an answer to its end.</summary>
    public async Task<Reply<T>> JudgeAsync<T>(HttpResponseMessage answer, BodyReader<T> read, CancellationToken cancellationToken)
    {
        using var body = await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        var position = PositionOf(answer);
        if (answer.StatusCode != HttpStatusCode.OK)
            return new Reply<T>(default, Faults.OfAnswer(answer, body.Written.Span), position);
        try
        {
            return new Reply<T>(read(body.Written.Span), null, position);
        }
        catch (JsonException fault)
        {
            return new Reply<T>(default, Faults.OfGarbage(_base, fault), 0);
        }
    }

    /// <summary>The fault of an answer that is no success.</summary>
    public static async Task<Fault> FaultOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var body = await ReadAsync(answer, cancellationToken).ConfigureAwait(false);
        return Faults.OfAnswer(answer, body.Written.Span);
    }

    /// <summary>The fault of a connection.</summary>
    public Fault FaultOf(Exception fault, TimeSpan limit) => Faults.OfConnection(fault, _base, limit);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>The log position that an answer carries; 0 without one.</summary>
    public static long PositionOf(HttpResponseMessage answer) =>
        answer.Headers.NonValidated.TryGetValues(WireHeaders.Position, out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : 0;

    /// <summary>How long the database may wait: a little shorter than the client, so that its answer is there in time.</summary>
    public static TimeSpan ServerLimit(TimeSpan limit)
    {
        var tenth = limit / 10;
        var wait = limit - (tenth < LongestMargin ? tenth : LongestMargin);
        return wait < DatabaseClientOptions.ShortestWait ? DatabaseClientOptions.ShortestWait
            : wait > DatabaseClientOptions.LongestWait ? DatabaseClientOptions.LongestWait
            : wait;
    }

    private static async Task<PooledBytes> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var bytes = new PooledBytes((int)Math.Clamp((answer.Content.Headers.ContentLength ?? UsualAnswer) + 1, 1, LargestAnswer));
        try
        {
            var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                int count;
                while ((count = await stream.ReadAsync(bytes.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
                {
                    bytes.Advance(count);
                    if (bytes.Length > LargestAnswer)
                        throw new InvalidDataException($"the answer is larger than {LargestAnswer} bytes");
                }
            }

            return bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private HttpRequestMessage MessageOf(Request request, TimeSpan limit)
    {
        var message = Message(request.Body.IsEmpty ? HttpMethod.Get : HttpMethod.Post, request.Path);
        if (request.Key is { } key)
            message.Headers.TryAddWithoutValidation(WireHeaders.Key, key);
        if (request.IsWrite)
            message.Headers.TryAddWithoutValidation(WireHeaders.Deadline, WireTime.Of(ServerLimit(limit)));
        if (request.Position > 0)
            message.Headers.TryAddWithoutValidation(WireHeaders.Position, request.Position.ToString(CultureInfo.InvariantCulture));
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = Json;

            // The database refuses a body that is too large before it is sent, instead of in its middle, which would look like a broken connection.
            message.Headers.ExpectContinue = request.Body.Length > LargeBody ? true : null;
        }

        return message;
    }

}
