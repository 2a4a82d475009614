using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Capstan.SystemTests.Databases;

/// <summary>Speaks the database's HTTP API as any client would. Never throws for what a server does: that is an answer too.</summary>
internal sealed class SqlClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="port">Of the database's listener.</param>
    /// <param name="patience">After this the client gives up. Default 15 s, longer than any answer may take.</param>
    public SqlClient(int port, TimeSpan? patience = null) => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        Timeout = patience ?? TimeSpan.FromSeconds(15),
    };

    /// <summary>What it shows of its right; null for nothing.</summary>
    public string? Token
    {
        set => _http.DefaultRequestHeaders.Authorization = value is null ? null : new AuthenticationHeaderValue("Bearer", value);
    }

    /// <summary>Writes, atomically.</summary>
    public Task<SqlAnswer> ExecuteAsync(string? key, params IEnumerable<Sql> statements) => SendAsync("/v1/execute", new { statements }, key, 0);

    /// <summary>Writes, and waits longer or shorter than usual for the answer.</summary>
    public Task<SqlAnswer> ExecuteAsync(string key, TimeSpan deadline, params IEnumerable<Sql> statements) =>
        SendAsync("/v1/execute", new { statements }, key, 0, deadline);

    /// <summary>Reads at a level: <c>any</c>, <c>session</c> or <c>linear</c>.</summary>
    public Task<SqlAnswer> QueryAsync(string level, long token, params IEnumerable<Sql> statements) =>
        SendAsync("/v1/query", new { statements, level }, null, token);

    /// <summary>Reads one value at level linear.</summary>
    public async Task<long?> ValueAsync(string sql)
    {
        var answer = await QueryAsync("linear", 0, new Sql(sql));
        Assert.True(answer.IsOk, answer.ToString());
        return answer.Value();
    }

    /// <summary>Sends a request of any other kind.</summary>
    public async Task<SqlAnswer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<SqlAnswer> SendAsync(string path, object body, string? key, long token, TimeSpan? deadline = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (deadline is { } wait)
            request.Headers.Add("Capstan-Deadline", string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds}s"));
        if (token > 0)
            request.Headers.Add("Capstan-Position", token.ToString(CultureInfo.InvariantCulture));
        return await SendAsync(request);
    }

    private async Task<SqlAnswer> SendAsync(HttpRequestMessage request)
    {
        try
        {
            using var answer = await _http.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            return new SqlAnswer((int)answer.StatusCode, CodeOf(answer, body), PositionOf(answer, body), body);
        }
        catch (HttpRequestException fault)
        {
            return new SqlAnswer(0, "", 0, fault.Message, fault.HttpRequestError != HttpRequestError.ConnectionError);
        }
        catch (Exception fault) when (fault is TaskCanceledException or IOException or SocketException)
        {
            return new SqlAnswer(0, "", 0, fault.Message);
        }
    }

    private static string CodeOf(HttpResponseMessage answer, string body) =>
        !answer.IsSuccessStatusCode && JsonOf(body) is { } json && json.TryGetProperty("code", out var code) ? code.GetString() ?? "" : "";

    private static long PositionOf(HttpResponseMessage answer, string body)
    {
        if (answer.Headers.TryGetValues("Capstan-Position", out var values))
            return long.Parse(values.First(), CultureInfo.InvariantCulture);
        return JsonOf(body) is { } json && json.TryGetProperty("position", out var position) ? position.GetInt64() : 0;
    }

    private static JsonElement? JsonOf(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement is { ValueKind: JsonValueKind.Object } json ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
