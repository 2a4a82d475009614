using System.Net;
using System.Text.Json;
using SelfieLess.Service;

namespace SelfieLess.Acts.UserChecks;

/// <summary>Asks the Users service, or the gateway before it, who exists: one plain HTTP/1.1 <c>GET</c> for each question.</summary>
internal sealed class UserDirectory : IDisposable
{
    private const string ListPath = "/api/v1/users";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Below the time after which usual servers and gateways close an idle connection.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly Uri _list;
    private readonly string _origin;

    public UserDirectory(Uri users, string origin)
    {
        _list = new Uri(users, ListPath);
        _origin = origin;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = LongestIdle,
        })
        {
            Timeout = Patience,
        };
    }

    /// <summary>Reads <c>USERS_URL</c> and <c>ORIGIN</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static UserDirectory FromEnvironment(ServiceSettings settings)
    {
        string users = ServiceSettings.Variable("USERS_URL", "http://127.0.0.1:8080");
        string origin = ServiceSettings.Variable("ORIGIN", $"http://{new IPEndPoint(settings.Host, settings.Port)}");
        if (!Uri.TryCreate(users, UriKind.Absolute, out Uri? address) || address.Scheme != Uri.UriSchemeHttp || address.PathAndQuery != "/")
        {
            throw new SettingsException($"USERS_URL is '{users}'; give the base of the Users service, such as http://127.0.0.1:8080");
        }

        return new UserDirectory(address, origin);
    }

    public async Task<UserCheck> CheckAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = Request();
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await IsListedAsync(answer, name, cancellationToken) ? UserCheck.Known : UserCheck.Unknown,
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
