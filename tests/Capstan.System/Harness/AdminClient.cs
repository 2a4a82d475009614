using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Capstan.SystemTests.Harness;

/// <summary>Asks the admin API of a stack, with the token of its state folder.</summary>
internal sealed class AdminClient(int port, string stateFolder) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(5) };

    public string Token => File.ReadAllText(Path.Combine(stateFolder, "token")).Trim();

    /// <summary>The status; null while nobody answers.</summary>
    public async Task<StackView?> StatusAsync() => await GetAsync("/v1/status") is { } text ? StackView.Parse(text) : null;

    /// <summary>Events after the given one, oldest first; none while nobody answers.</summary>
    public async Task<IReadOnlyList<EventView>> EventsAsync(long after = 0)
    {
        const int Page = 1_000;
        List<EventView> events = [];
        while (await GetAsync($"/v1/events?after={after}&limit={Page}") is { } text)
        {
            var page = JsonDocument.Parse(text).RootElement.GetProperty("events").Deserialize<List<EventView>>(JsonSerializerOptions.Web)!;
            events.AddRange(page);
            if (page.Count < Page)
                break;
            after = page[^1].Id;
        }

        return events;
    }

    /// <summary>Sends a command.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> GetAsync(string path)
    {
        if (!File.Exists(Path.Combine(stateFolder, "token")))
            return null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null)
        {
            return null;
        }
    }
}
