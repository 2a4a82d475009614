using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Capstan.Bench.Databases;

/// <summary>Speaks a database's HTTP API as any client would.</summary>
internal sealed class SqlClient(string url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Writes; the position of the write.</summary>
    /// <exception cref="BenchException">It was not acknowledged.</exception>
    public Task<long> ExecuteAsync(string sql, CancellationToken ending) => ExecuteAsync(new JsonObject { ["sql"] = sql }, ending);

    /// <summary>Writes several statements at once; the position of the write.</summary>
    /// <exception cref="BenchException">It was not acknowledged.</exception>
    public async Task<long> ExecuteAsync(JsonObject body, CancellationToken ending) =>
        (await SendAsync("/v1/execute", body, ending)).GetProperty("position").GetInt64();

    /// <summary>Reads one number at a level.</summary>
    /// <exception cref="BenchException">It was not answered.</exception>
    public async Task<long> NumberAsync(string sql, string level, CancellationToken ending)
    {
        var answer = await SendAsync("/v1/query", new JsonObject { ["level"] = level, ["sql"] = sql }, ending);
        return answer.GetProperty("results")[0].GetProperty("rows")[0][0].GetInt64();
    }

    /// <summary>The database's own status.</summary>
    public async Task<JsonElement> StatusAsync(CancellationToken ending) => await _http.GetFromJsonAsync<JsonElement>("/v1/status", ending);

    /// <summary>Inserts one row; null when it was acknowledged, otherwise what came instead.</summary>
    public async Task<string?> TryInsertAsync(long value)
    {
        try
        {
            var body = new JsonObject { ["sql"] = "INSERT INTO entry (value) VALUES (?)", ["parameters"] = new JsonArray(value) };
            using var answer = await _http.PostAsJsonAsync("/v1/execute", body, CancellationToken.None);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}";
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException)
        {
            return fault.GetBaseException().Message;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(string path, JsonObject body, CancellationToken ending)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, ending);
        var text = await answer.Content.ReadAsStringAsync(ending);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new BenchException($"{path} was answered with {(int)answer.StatusCode}: {text}");
    }
}
