using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Capstan.Bench.Databases.Etcd;

/// <summary>Speaks etcd's JSON gateway to one member.</summary>
internal sealed class EtcdClient(string url, TimeSpan limit) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(url), Timeout = limit };

    /// <summary>Writes a key.</summary>
    /// <exception cref="BenchException">It was not acknowledged.</exception>
    public Task PutAsync(string key, string value, CancellationToken ending) =>
        SendAsync("/v3/kv/put", new JsonObject { ["key"] = Base64(key), ["value"] = Base64(value) }, ending);

    /// <summary>Writes several keys at once.</summary>
    /// <exception cref="BenchException">They were not acknowledged.</exception>
    public Task PutAsync(IEnumerable<string> keys, string value, CancellationToken ending)
    {
        var puts = keys.Select(key => (JsonNode)new JsonObject { ["requestPut"] = new JsonObject { ["key"] = Base64(key), ["value"] = Base64(value) } });
        return SendAsync("/v3/kv/txn", new JsonObject { ["success"] = new JsonArray([.. puts]) }, ending);
    }

    /// <summary>Reads a key; null when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSerializable">Whether the member may answer from what it has.</param>
    /// <param name="ending">Ends it early.</param>
    public async Task<string?> GetAsync(string key, bool isSerializable, CancellationToken ending)
    {
        var answer = await SendAsync("/v3/kv/range", new JsonObject { ["key"] = Base64(key), ["serializable"] = isSerializable }, ending);
        return answer.TryGetProperty("kvs", out var found) ? Encoding.UTF8.GetString(found[0].GetProperty("value").GetBytesFromBase64()) : null;
    }

    /// <summary>How often keys from <paramref name="first"/> to before <paramref name="end"/> were written, all together.</summary>
    public async Task<long> WritesAsync(string first, string end, CancellationToken ending)
    {
        var answer = await SendAsync("/v3/kv/range", new JsonObject { ["key"] = Base64(first), ["range_end"] = Base64(end), ["keys_only"] = true }, ending);
        return answer.TryGetProperty("kvs", out var found) ? found.EnumerateArray().Sum(entry => Number(entry, "version")) : 0;
    }

    /// <summary>How many keys there are from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public async Task<long> CountAsync(string first, string end, CancellationToken ending) =>
        Number(await SendAsync("/v3/kv/range", new JsonObject { ["key"] = Base64(first), ["range_end"] = Base64(end), ["count_only"] = true }, ending), "count");

    /// <summary>The member's view of the cluster; null when it does not answer.</summary>
    public async Task<EtcdStatus?> StatusAsync(CancellationToken ending)
    {
        try
        {
            var answer = await SendAsync("/v3/maintenance/status", [], ending);
            return new EtcdStatus(Number(answer.GetProperty("header"), "member_id"), Number(answer, "leader"), Number(answer, "raftTerm"), Number(answer, "raftAppliedIndex"));
        }
        catch (Exception fault) when (fault is HttpRequestException or BenchException || (fault is OperationCanceledException && !ending.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // 64-bit numbers travel as texts; zero is left out. Ids use all bits.
    private static long Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var found) ? unchecked((long)ulong.Parse(found.GetString()!, System.Globalization.CultureInfo.InvariantCulture)) : 0;

    private async Task<JsonElement> SendAsync(string path, JsonObject body, CancellationToken ending)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, ending);
        var text = await answer.Content.ReadAsStringAsync(ending);
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new BenchException($"etcd answered {path} with {(int)answer.StatusCode}: {text}");
    }
}
