using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Capstan.Bench.Stacks;

/// <summary>The admin API of a running stack, found as any script finds it: address and token lie in the state folder.</summary>
internal sealed class AdminApi : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>For the stack whose state is in <paramref name="stateFolder"/>.</summary>
    public AdminApi(string stateFolder)
    {
        using var record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(stateFolder, "admin.json")));
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(record.RootElement.GetProperty("address").GetString()!) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(stateFolder, "token")).Trim());
    }

    /// <summary>The stack now.</summary>
    public async Task<StackView> StatusAsync(CancellationToken ending) =>
        await _http.GetFromJsonAsync<StackView>("/v1/status", JsonSerializerOptions.Web, ending) ?? throw new BenchException("the admin API answered with nothing");

    /// <summary>Events after a number, then new ones as they come.</summary>
    public async IAsyncEnumerable<EventView> FollowAsync(long after, [EnumeratorCancellation] CancellationToken ending)
    {
        using var answer = await _http.GetAsync(new Uri($"/v1/events?follow=1&after={after}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ending);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ending));
        while (await lines.ReadLineAsync(ending) is { } line)
        {
            // Empty lines only keep the connection alive.
            if (line.Length > 0)
                yield return JsonSerializer.Deserialize<EventView>(line, JsonSerializerOptions.Web)!;
        }
    }

    public void Dispose() => _http.Dispose();
}
