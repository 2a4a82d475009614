using System.Net;
using System.Text.Json;

namespace Samples.Shared.UserChecks;

/// <summary>Asks the Users service, or the gateway before it, who exists: one plain HTTP/1.1 <c>GET</c> for each question.</summary>
public sealed class UserDirectory : IDisposable
{
    private const string ListPath = "/api/v1/users";

    /// <summary>Above the time that Users itself waits for the database.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Below the time after which usual servers and gateways close an idle connection.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly Uri _list;
    private readonly string _origin;
    private readonly TimeProvider _clock;

    public UserDirectory(UsersAddress users, TimeProvider clock)
    {
        _list = new Uri(users.Base, ListPath);
        _origin = users.Origin;
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
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<UserCheck> CheckAsync(string name, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = Request();
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await IsListedAsync(answer, name, either.Token) ? UserCheck.Known : UserCheck.Unknown,
                HttpStatusCode.NoContent => UserCheck.Unknown,
                _ => UserCheck.Unanswered,
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or IOException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return UserCheck.Unanswered;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<bool> IsListedAsync(HttpResponseMessage answer, string name, CancellationToken cancellationToken)
    {
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        bool isListed = false;
        // Read to the end, so that the connection can be used again.
        await foreach (string? user in JsonSerializer.DeserializeAsyncEnumerable(body, UserJson.Default.String, cancellationToken))
        {
            isListed |= user == name;
        }

        return isListed;
    }

    private HttpRequestMessage Request()
    {
        // The empty content keeps the client from sending the request again by itself after a broken connection.
        var request = new HttpRequestMessage(HttpMethod.Get, _list) { Content = new ByteArrayContent([]) };
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.TryAddWithoutValidation("Origin", _origin);
        return request;
    }
}
