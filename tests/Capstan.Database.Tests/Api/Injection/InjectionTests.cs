using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api.Injection;

/// <summary>Fault F39: whatever the classic API is sent, it is refused or it is plain data.</summary>
public sealed class InjectionTests : IAsyncLifetime
{
    private const string Read = "/api/v1/db/read";
    private const string Write = "/api/v1/db/write";

    private ApiRig _rig = null!;
    private string _before = "";

    public async ValueTask InitializeAsync()
    {
        _rig = await ApiRig.StartAsync();
        _rig.Database.Script("INSERT INTO users VALUES ('anna', 'secret1'), ('bo', 'secret2'); INSERT INTO rides(created_by, source) VALUES ('anna', 1)");
        _before = _rig.Database.Dump();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void The_corpus_is_not_small() =>
        Assert.True(InjectionCorpus.Values.Concat(InjectionCorpus.Identifiers).Concat(InjectionCorpus.Comparisons).Distinct().Count() >= 250);

    [Fact]
    public async Task One_at_a_time_nothing_gets_through()
    {
        foreach (var (path, body) in Reading().Concat(Changing()))
            await ProbeAsync(path, body);
        Assert.Equal(_before, _rig.Database.Dump());
    }

    [Fact]
    public async Task Fifty_in_parallel_nothing_gets_through()
    {
        await Parallel.ForEachAsync(
            Reading().Concat(Changing()), new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = TestContext.Current.CancellationToken },
            async (probe, _) => await ProbeAsync(probe.Path, probe.Body));
        Assert.Equal(_before, _rig.Database.Dump());
    }

    [Fact]
    public async Task Every_value_is_stored_and_found_as_it_is()
    {
        foreach (var value in InjectionCorpus.Values.Where(value => !value.Contains('\0')))
        {
            var text = JsonSerializer.Serialize(value);
            await _rig.PostAsync(HttpStatusCode.OK, Write, $$"""{"table":"users","column":["username","password"],"insert":[{{text}},"p"]}""");
            var found = await _rig.PostAsync(HttpStatusCode.OK, Read, $$$"""{"table":"users","columns":["username"],"where":{"username":{{{text}}}}}""");
            Assert.Equal(value, Assert.Single(ApiRig.Json(found).EnumerateArray()).GetProperty("username").GetString());
            await _rig.PostAsync(HttpStatusCode.OK, Write, $$$"""{"table":"users","delete":true,"where":{"username":{{{text}}}}}""");
        }

        Assert.Equal(_before, _rig.Database.Dump());
    }

    [Fact]
    public async Task Bombs_are_refused_at_once()
    {
        var deep = new StringBuilder();
        for (var i = 0; i < 200; i++)
            deep.Append("{\"and\":[");
        deep.Append("{\"username\":\"anna\"}").Insert(deep.Length, "]}", 200);
        var like = new string('%', 51);
        string[] conditions =
        [
            deep.ToString(),
            "{\"and\":[{\"and\":[{\"and\":[{\"and\":[{\"and\":[{\"username\":\"anna\"}]}]}]}]}]}",
            $$"""{"col":"username","op":"in","value":[{{string.Join(',', Enumerable.Range(0, 10_000))}}]}""",
            $$"""{"col":"username","op":"in","value":[{{string.Join(',', Enumerable.Range(0, 101))}}]}""",
            $$"""{"col":"username","op":"like","value":"{{like}}"}""",
            $$"""{"or":[{{string.Join(',', Enumerable.Repeat("{\"username\":\"anna\"}", 21))}}]}""",
            "\"" + string.Join(" AND ", Enumerable.Repeat("username=anna", 21)) + "\"",
            "\"username like " + like + "\"",
            "\"" + new string('(', 100_000) + "\"",
        ];
        foreach (var condition in conditions)
        {
            var started = Stopwatch.GetTimestamp();
            await _rig.PostAsync(HttpStatusCode.BadRequest, Read, $$"""{"table":"users","columns":["username"],"where":{{condition}}}""");
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
        }
    }

    private async Task ProbeAsync(string path, string body)
    {
        using var answer = await _rig.PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode is 204 or 400 or 413, $"{(int)answer.StatusCode} to {body}: {text}");
        Assert.DoesNotContain("secret1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE users(", text, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Path, string Body)> Reading()
    {
        foreach (var name in InjectionCorpus.Identifiers.Select(text => JsonSerializer.Serialize(text)))
        {
            yield return (Read, $$"""{"table":{{name}},"columns":["username"]}""");
            yield return (Read, $$"""{"table":"users","columns":[{{name}}]}""");
            yield return (Read, $$"""{"table":"users","columns":["username"],"order":[{{name}}]}""");
            yield return (Read, $$$"""{"table":"users","columns":["username"],"where":{{{{name}}}:"anna"}}""");
            yield return (Read, $$$"""{"table":"users","columns":["username"],"where":{"col":{{{name}}},"op":"=","value":"anna"}}""");
        }

        foreach (var comparison in InjectionCorpus.Comparisons)
        {
            yield return (Read, $$$"""{"table":"users","columns":["username"],"where":{"col":"username","op":{{{JsonSerializer.Serialize(comparison)}}},"value":"nobody"}}""");
            yield return (Read, $$"""{"table":"users","columns":["username"],"where":{{JsonSerializer.Serialize("username " + comparison + " nobody")}}}""");
        }

        foreach (var value in InjectionCorpus.Values)
        {
            var text = JsonSerializer.Serialize(value);
            yield return (Read, $$$"""{"table":"users","columns":["username"],"where":{"username":{{{text}}}}}""");
            yield return (Read, $$$"""{"table":"users","columns":["username"],"where":{"col":"username","op":"in","value":[{{{text}}}]}}""");
            yield return (Read, $$"""{"table":"users","columns":["username"],"where":{{JsonSerializer.Serialize("username=" + value)}}}""");
            yield return (Read, $$"""{"table":"users","columns":["username"],"where":{{JsonSerializer.Serialize("username='nobody" + value)}}}""");
            yield return (Read, $$"""{"table":"users","columns":["username"],"where":{{text}}}""");
        }
    }

    private static IEnumerable<(string Path, string Body)> Changing()
    {
        foreach (var name in InjectionCorpus.Identifiers.Select(text => JsonSerializer.Serialize(text)))
        {
            yield return (Write, $$"""{"table":{{name}},"column":["username","password"],"insert":["x","y"]}""");
            yield return (Write, $$"""{"table":"users","column":["username",{{name}}],"insert":["x","y"]}""");
            yield return (Write, $$$"""{"table":"users","update":{{{{name}}}:"x"},"where":"username=anna"}""");
            yield return (Write, $$"""{"table":{{name}},"delete":true,"where":"username=anna"}""");
        }

        foreach (var value in InjectionCorpus.Values)
        {
            yield return (Write, $$"""{"table":"users","delete":true,"where":{{JsonSerializer.Serialize("username=nobody" + value)}}}""");
            yield return (Write, $$"""{"table":"users","delete":true,"where":{{JsonSerializer.Serialize(value)}}}""");
            yield return (Write, $$$"""{"table":"users","update":{"password":"x"},"where":{"username":{{{JsonSerializer.Serialize(value)}}}}}""");
        }
    }
}
