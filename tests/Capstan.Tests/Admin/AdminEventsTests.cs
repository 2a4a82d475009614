using System.Text.Json;

namespace Capstan.Tests.Admin;

public sealed class AdminEventsTests : IAsyncLifetime
{
    private AdminFixture _admin = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _admin = await AdminFixture.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task Events_Page_HoldsTheNewestAboveAfter()
    {
        Append("a", "b", "c", "d");
        using var answer = await _admin.GetAsync("/v1/events?after=1&limit=2");
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal([3L, 4L], page.RootElement.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Events_AsEventStream_HasIdsAndResumesWhereItBroke()
    {
        Append("a", "b");
        using (var first = await OpenAsync("/v1/events?follow=1", null))
        {
            Assert.Equal(["id: 1", "event: a"], await LinesAsync(first, 2));
        }

        Append("c");
        using var resumed = await OpenAsync("/v1/events?follow=1", "1");
        var lines = await LinesAsync(resumed, 8);
        Assert.Equal(["id: 2", "event: b", "id: 3", "event: c"], lines.Where(line => !line.StartsWith("data", StringComparison.Ordinal) && line.Length > 0));
        Assert.Equal("data: {\"id\":3,\"time\":\"2026-01-01T12:00:00+00:00\",\"kind\":\"c\",\"reason\":\"because\"}", lines[6]);

        Append("d");
        Assert.Equal("id: 4", (await LinesAsync(resumed, 1))[0]);
    }

    [Fact]
    public async Task Events_QuietStream_IsKeptAliveByComments()
    {
        using var stream = await OpenAsync("/v1/events?follow=1", null);
        var line = stream.ReadLineAsync(Cancelled).AsTask();

        // The delay may not be armed yet when the headers arrive: time goes on until it has been.
        while (!line.IsCompleted)
        {
            _admin.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(line, Task.Delay(20, Cancelled));
        }

        Assert.Equal(":", await line);
    }

    [Fact]
    public async Task Events_FollowedWithoutEventStream_AreJsonLines()
    {
        Append("a");
        using var answer = await _admin.GetAsync("/v1/events?follow=1");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        Assert.StartsWith("{\"id\":1,", await reader.ReadLineAsync(Cancelled));
        Append("b");
        Assert.StartsWith("{\"id\":2,", await reader.ReadLineAsync(Cancelled));
    }

    [Fact]
    public async Task Dispose_WithOpenStream_EndsItCleanly()
    {
        Append("a");
        var other = await AdminFixture.StartAsync(Cancelled);
        using var answer = await other.GetAsync("/v1/events?follow=1");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var end = reader.ReadToEndAsync(Cancelled);
        await other.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        Assert.Equal("", await end.WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
    }

    private void Append(params string[] kinds)
    {
        foreach (var kind in kinds)
            _admin.Events.Append(kind, "because");
    }

    private async Task<StreamReader> OpenAsync(string path, string? lastId)
    {
        var answer = await _admin.GetAsync(path, request =>
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
            if (lastId is not null)
                request.Headers.Add("Last-Event-ID", lastId);
        });
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
    }

    private static async Task<List<string>> LinesAsync(StreamReader reader, int count)
    {
        var lines = new List<string>();
        while (lines.Count < count)
            lines.Add(await reader.ReadLineAsync(Cancelled) ?? throw new InvalidOperationException("The stream ended."));
        return lines;
    }
}
