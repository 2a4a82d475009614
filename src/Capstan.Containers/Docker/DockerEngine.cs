using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>
/// A Docker Engine behind its Unix socket. Agrees on an API version with the first call and again after a lost connection; every call
/// has a deadline. Safe for concurrent use.
/// </summary>
public sealed class DockerEngine : IDisposable
{
    /// <summary>Where an engine listens when <c>DOCKER_HOST</c> is not set.</summary>
    public const string DefaultSocket = "/var/run/docker.sock";

    /// <summary>Deadline of calls that only read.</summary>
    internal static readonly TimeSpan Quick = TimeSpan.FromSeconds(3);

    /// <summary>Deadline of calls that change something.</summary>
    internal static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    private static readonly Version Oldest = new(1, 41);
    private static readonly Version Newest = new(1, 47);
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private volatile string? _api;

    /// <summary>The engine behind a socket. Nothing is opened before the first call.</summary>
    /// <param name="socket">Absolute path of the Unix socket.</param>
    /// <param name="time">Clock of the deadlines.</param>
    public DockerEngine(string socket, TimeProvider time)
    {
        Socket = socket;
        _time = time;
        _http = new HttpClient(Handler(socket)) { BaseAddress = new Uri("http://docker"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Absolute path of the Unix socket.</summary>
    public string Socket { get; }

    /// <summary>The engine that <c>DOCKER_HOST</c> names, or the one at <see cref="DefaultSocket"/>.</summary>
    /// <exception cref="RuntimeUnavailableException"><c>DOCKER_HOST</c> is not a <c>unix://</c> address.</exception>
    public static DockerEngine FromEnvironment(TimeProvider time)
    {
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (string.IsNullOrEmpty(host))
            return new DockerEngine(DefaultSocket, time);
        return host.StartsWith("unix://", StringComparison.Ordinal)
            ? new DockerEngine(host["unix://".Length..], time)
            : throw EngineTrouble.BadHost(host);
    }

    /// <summary>Agrees on an API version with the engine.</summary>
    /// <returns>The version, for example <c>1.41</c>.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer, refuses, or is too old or too new.</exception>
    public async Task<string> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_api is { } known)
            return known;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/version");
        var reply = await WholeAsync(request, Quick, cancellationToken);
        if (!reply.IsSuccess)
            throw EngineTrouble.Refused(Socket, "tell its version", reply);
        var version = VersionIn(reply);
        if (!Version.TryParse(version.ApiVersion, out var theirs))
            throw EngineTrouble.NoEngine(Socket);
        if (theirs < Oldest)
            throw EngineTrouble.TooOld(Socket, version.ApiVersion!, Oldest);
        if (Version.TryParse(version.MinAPIVersion, out var minimum) && minimum > Newest)
            throw EngineTrouble.TooNew(Socket, version.MinAPIVersion!, Newest);
        return _api = (theirs < Newest ? theirs : Newest).ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>Makes one call and reads its whole answer, errors included.</summary>
    internal async Task<EngineReply> CallAsync(
        HttpMethod method, string path, TimeSpan deadline, CancellationToken cancellationToken, byte[]? body = null, string type = "application/json")
    {
        using var request = await RequestAsync(method, path, body, type, cancellationToken);
        return await WholeAsync(request, deadline, cancellationToken);
    }

    /// <summary>Makes one call whose answer is a stream without end; the deadline is for its beginning.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var request = await RequestAsync(method, path, null, "", cancellationToken);
        return await GuardAsync(
            token => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), deadline, cancellationToken);
    }

    /// <summary>Runs one step of a call under a deadline and translates what goes wrong with the connection.</summary>
    internal async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(deadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await step(both.Token);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            _api = null;
            throw EngineTrouble.Silent(Socket, deadline, error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            _api = null;
            throw EngineTrouble.Unreachable(Socket, error);
        }
    }

    private static SocketsHttpHandler Handler(string socket) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    };

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, byte[]? body, string type, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, $"/v{await ConnectAsync(cancellationToken)}{path}");
        if (method != HttpMethod.Post && body is null)
            return request;
        // Content is always set: without it the client would resend a POST on its own after a lost connection.
        request.Content = new ByteArrayContent(body ?? []);
        if (body is not null)
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return request;
    }

    private Task<EngineReply> WholeAsync(HttpRequestMessage request, TimeSpan deadline, CancellationToken cancellationToken) =>
        GuardAsync(
            async token =>
            {
                using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
                return new EngineReply(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(token));
            },
            deadline,
            cancellationToken);

    private VersionAnswer VersionIn(EngineReply reply)
    {
        try
        {
            return reply.Read(DockerJson.Default.VersionAnswer);
        }
        catch (JsonException)
        {
            throw EngineTrouble.NoEngine(Socket);
        }
    }
}
