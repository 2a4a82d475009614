using System.Text;

namespace Samples.Testing;

/// <summary>Sends requests the way hand-made clients do, and never again by itself.</summary>
internal sealed class ServiceClient(Uri service) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _base = new Uri(service, "/api/v1").AbsoluteUri;

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path);

    public Task<Answer> DeleteAsync(string path) => SendAsync("DELETE", path);

    public Task<Answer> PostAsync(string path, string body) => SendAsync("POST", path, body);

    public Task<Answer> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    /// <summary>Sends a request; <paramref name="path"/> goes on after <c>/api/v1</c>.</summary>
    public async Task<Answer> SendAsync(string method, string path, string body = "", string? contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _base + path);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using HttpResponseMessage answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
