using Capstan.Testing.Runtimes;
using Capstan.Testing.Servers;
using Capstan.ZooKeeper.Checking;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Checking;

/// <summary>What an operator is told of an ensemble.</summary>
public sealed class ProbeTests(SharedServer shared) : ServerTest(shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact(Timeout = Deadline)]
    public async Task A_good_server_has_no_findings_and_keeps_nothing()
    {
        var other = await ConnectAsync();
        var before = await other.ExistsAsync("/", Token);

        Assert.Empty(await ZooKeeperProbe.ProbeAsync(Options(), Patience, Token));
        Assert.Empty(await ZooKeeperProbe.ProbeAsync(Options() with { Root = Root + "/not/yet" }, Patience, Token));
        Assert.Empty(await ZooKeeperProbe.ProbeAsync(Options() with { Root = "" }, Patience, Token));

        Assert.Equal(before, await other.ExistsAsync("/", Token));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_server_out_of_reach_is_a_fault_alone_and_a_hint_beside_others()
    {
        var away = new ZooKeeperAddress("127.0.0.1", LocalPorts.Free());
        var alone = Assert.Single(await ZooKeeperProbe.ProbeAsync(Options() with { Servers = [away] }, Patience, Token));
        Assert.False(alone.IsHint);
        Assert.StartsWith($"{away} cannot be reached", alone.What);

        var beside = Assert.Single(await ZooKeeperProbe.ProbeAsync(Options() with { Servers = [away, Server.Address] }, Patience, Token));
        Assert.True(beside.IsHint);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(null, "Without a user")]
    [InlineData("anna", "User anna")]
    public async Task Missing_rights_at_the_path_name_path_and_user(string? user, string word)
    {
        var owner = await ConnectAsync(Options() with { Credentials = new("anna", "right") });
        Assert.NotNull(await owner.ExistsAsync("/", Token));
        var credentials = user is null ? null : new ZooKeeperCredentials(user, "wrong");

        foreach (var root in new[] { Root, Root + "/below" })
        {
            var finding = Assert.Single(await ZooKeeperProbe.ProbeAsync(Options() with { Root = root, Credentials = credentials }, Patience, Token));
            Assert.False(finding.IsHint);
            Assert.StartsWith(word, finding.What);
            Assert.Contains(Root, finding.What);
            Assert.DoesNotContain("wrong", finding.What + finding.Remedy);
        }

        Assert.Empty(await ZooKeeperProbe.ProbeAsync(Options() with { Credentials = new("anna", "right") }, Patience, Token));
    }

    [Fact]
    public void A_server_that_may_not_tell_its_version_is_a_hint()
    {
        var report = ServerReport.Of(Server.Address, "srvr is not executed because it is not in the whitelist.\n");
        var finding = Assert.Single(ServerFindings.Of(report, othersServe: false));
        Assert.True(finding.IsHint);
        Assert.Contains("4lw.commands.whitelist=srvr", finding.Remedy);
    }

    [Fact(Timeout = Deadline)]
    public async Task Servers_that_want_an_authentication_say_so()
    {
        await using var server = new ZooKeeperServer(["enforce.auth.enabled=true", "enforce.auth.schemes=digest"]);
        await server.StartAsync(Token);
        var options = Options() with { Servers = [server.Address] };
        var finding = Assert.Single(await ZooKeeperProbe.ProbeAsync(options, Patience, Token));
        Assert.False(finding.IsHint);
        Assert.Contains("want an authentication", finding.What);
        Assert.Empty(await ZooKeeperProbe.ProbeAsync(options with { Credentials = new("anna", "secret") }, Patience, Token));
    }

    [Theory(Timeout = Deadline)]
    [InlineData("Zookeeper version: 3.4.13-37e277162d567b55a07d1755f0b31c32e93c01a0, built on 06/29/2018\nMode: standalone\n", "is ZooKeeper 3.4.13")]
    [InlineData("srvr is not executed because it is not in the whitelist.\n", "knows no lasting watches")]
    [InlineData("This ZooKeeper instance is not currently serving requests\n", "has no quorum")]
    [InlineData("Zookeeper version: 3.8.0-x, built on y\nMode: read-only\n", "only reads")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "does not answer as ZooKeeper")]
    [InlineData("", "does not answer")]
    public async Task Other_answers_are_told_apart(string answer, string word)
    {
        await using var server = new PlayedServer(async (stream, _) =>
        {
            var head = new byte[4];
            await stream.ReadExactlyAsync(head, Token);
            if (head.AsSpan().SequenceEqual("srvr"u8))
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), Token);
                return;
            }

            await PlayAsync(stream, new byte[head[3]]);
        });
        var findings = await ZooKeeperProbe.ProbeAsync(server.Options, TimeSpan.FromSeconds(2), Token);
        Assert.Contains(findings, finding => !finding.IsHint && finding.What.Contains(word));
    }

    [Theory]
    [InlineData("Zookeeper version: 3.8.0-5a02a05, built on 2022-02-25\nMode: leader\n", "3.8.0", ServerCondition.Serving)]
    [InlineData("Zookeeper version: 3.10.1--1, built on\nMode: follower\n", "3.10.1", ServerCondition.Serving)]
    [InlineData("Zookeeper version: ?\nMode: standalone\n", null, ServerCondition.Serving)]
    internal void Of_ReadsVersionAndMode(string answer, string? version, ServerCondition condition)
    {
        var report = ServerReport.Of(new ZooKeeperAddress("a"), answer);
        Assert.Equal(version, report.Version?.ToString());
        Assert.Equal(condition, report.Condition);
    }

    // An old server: it gives sessions and knows none of the newer calls.
    private static async Task PlayAsync(System.Net.Sockets.NetworkStream stream, byte[] rest)
    {
        await stream.ReadExactlyAsync(rest, Token);
        await PlayedServer.SendAsync(stream, new Capstan.ZooKeeper.Wire.JuteWriter().Int32(0).Int32(2000).Int64(7).Buffer(new byte[16]).Bool(false));
        await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.Unimplemented);
    }
}
