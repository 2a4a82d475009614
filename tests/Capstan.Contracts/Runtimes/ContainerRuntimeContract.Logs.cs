using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Contracts.Runtimes;

public abstract partial class ContainerRuntimeContract
{
    [Fact(Timeout = Deadline)]
    public async Task Logs_LinesOfBothStreams_KeepOrderAndStream()
    {
        var replica = await StartedAsync(Launch("web", 0));
        await Fixture.AnsweringAsync(replica, Token);
        await PrintAsync(replica, "one", "two", "", "drei äöü");
        await Fixture.PrintAsync(replica, "oops", isError: true, Token);
        await PrintAsync(replica, "end");
        var lines = await UntilAsync(new LogQuery(Follow: true), "end");
        Assert.Equal(["one", "two", "", "drei äöü", "end"], Printed(lines.Where(line => !line.IsError)));
        Assert.All(lines, line => Assert.Equal(replica.Id, line.Replica));
        var all = await AllAsync(new LogQuery());
        Assert.Equal("oops", Assert.Single(all, line => line.IsError).Text);
        Assert.Equal(all.Select(line => line.Time).Order(), all.Select(line => line.Time));
    }

    [Fact(Timeout = Deadline)]
    public async Task Logs_Tail_GivesTheNewestLines()
    {
        var replica = await StartedAsync(Launch("web", 0));
        await Fixture.AnsweringAsync(replica, Token);
        await PrintAsync(replica, "one", "two", "three");
        await UntilAsync(new LogQuery(Follow: true), "three");
        Assert.Equal(["two", "three"], (await AllAsync(new LogQuery(Tail: 2))).Select(line => line.Text));
    }

    [Fact(Timeout = Deadline)]
    public async Task Logs_OfOneService_LeaveOthersOut()
    {
        var web = await StartedAsync(Launch("web", 0));
        var api = await StartedAsync(Launch("api", 0));
        foreach (var replica in new[] { web, api })
        {
            await Fixture.AnsweringAsync(replica, Token);
            await PrintAsync(replica, "end");
        }
        await UntilAsync(new LogQuery("web", Follow: true), "end");
        await UntilAsync(new LogQuery("api", Follow: true), "end");
        Assert.Equal([api.Id], (await AllAsync(new LogQuery("api"))).Select(line => line.Replica).Distinct());
        Assert.Equal([api.Id, web.Id], (await AllAsync(new LogQuery())).Select(line => line.Replica).Distinct().Order());
    }

    [Fact(Timeout = Deadline)]
    public async Task Logs_Followed_IncludeReplicasThatStartLater()
    {
        var early = await StartedAsync(Launch("web", 0));
        await Fixture.AnsweringAsync(early, Token);
        await PrintAsync(early, "early");
        await using var lines = Fixture.Logs.ReadAsync(new LogQuery("web", Follow: true), Token).GetAsyncEnumerator(Token);
        await LineAsync(lines, early.Id, "early");
        var late = await StartedAsync(Launch("web", 1));
        await Fixture.AnsweringAsync(late, Token);
        await PrintAsync(late, "late");
        await LineAsync(lines, late.Id, "late");
        await PrintAsync(early, "still here");
        await LineAsync(lines, early.Id, "still here");
    }

    private static async Task LineAsync(IAsyncEnumerator<LogLine> lines, ReplicaId replica, string text)
    {
        while (await lines.MoveNextAsync())
        {
            if (lines.Current.Replica == replica && lines.Current.Text == text)
                return;
        }
        throw new InvalidOperationException("the lines ended");
    }

    private static IEnumerable<string> Printed(IEnumerable<LogLine> lines) =>
        lines.Select(line => line.Text).Where(text => !text.StartsWith("listening on ", StringComparison.Ordinal));

    private async Task PrintAsync(RuntimeReplica replica, params string[] texts)
    {
        foreach (var text in texts)
            await Fixture.PrintAsync(replica, text, isError: false, Token);
    }

    private async Task<List<LogLine>> UntilAsync(LogQuery query, string last)
    {
        List<LogLine> lines = [];
        await foreach (var line in Fixture.Logs.ReadAsync(query, Token))
        {
            lines.Add(line);
            if (line.Text == last)
                break;
        }
        return lines;
    }

    private async Task<List<LogLine>> AllAsync(LogQuery query)
    {
        List<LogLine> lines = [];
        await foreach (var line in Fixture.Logs.ReadAsync(query, Token))
            lines.Add(line);
        return lines;
    }
}
