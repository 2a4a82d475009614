using System.Text;
using Capstan.ZooKeeper.Tests.Rig;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>Something else than a good server answers.</summary>
public sealed class ForeignServerTests
{
    private const int Deadline = 60_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Deadline)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "not ZooKeeper's protocol")]
    [InlineData("\0\0\0\u0004abcd", "not ZooKeeper's protocol")]
    [InlineData("", "closed the connection")]
    public async Task What_is_no_greeting_ends_the_connection_with_a_clear_error(string answer, string word)
    {
        await using var server = new PlayedServer(async (stream, _) =>
        {
            await PlayedServer.ReadAsync(stream);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), Token);
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        var fault = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ZooKeeperClient.ConnectAsync(server.Options, patience.Token));
        Assert.Contains(word, fault.Message);
        Assert.Contains(server.Address.ToString(), fault.Message);
    }

    [Theory(Timeout = Deadline)]
    [InlineData("7FFFFFFF", "2147483647")]
    [InlineData("FFFFFFFF", "not ZooKeeper's protocol")]
    [InlineData("00000010" + "00000063" + "0000000000000001" + "00000000", "call 99")]
    [InlineData("00000004" + "00000001", "not ZooKeeper's protocol")]
    [InlineData("00000014" + "00000001" + "0000000000000001" + "00000000" + "7FFFFFFF", "not ZooKeeper's protocol")]
    public async Task What_is_no_answer_ends_the_connection_and_the_next_one_serves(string answer, string word)
    {
        await using var server = new PlayedServer(async (stream, number) =>
        {
            await PlayedServer.GreetAsync(stream);
            if (number == 0)
            {
                await PlayedServer.ReadAsync(stream);
                await stream.WriteAsync(Convert.FromHexString(answer), Token);
            }

            await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.NoNode);
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options, Token);

        var fault = await Assert.ThrowsAsync<ZooKeeperException>(() => client.GetAsync("/a", Token));

        Assert.Equal(ZooKeeperError.ConnectionLoss, fault.Error);
        Assert.Contains(word, fault.Message);
        // A call that is sent before the connection is given up is lost with it.
        var next = fault;
        while (next.Error == ZooKeeperError.ConnectionLoss)
            next = await Assert.ThrowsAsync<ZooKeeperException>(() => client.GetAsync("/a", Token));
        Assert.Equal(ZooKeeperError.NoNode, next.Error);
    }

    [Theory(Timeout = Deadline)]
    [InlineData(ZooKeeperError.AuthFailed)]
    [InlineData(ZooKeeperError.AuthenticationRequired)]
    public async Task Refused_credentials_end_the_session_and_are_told_clearly(ZooKeeperError error)
    {
        await using var server = new PlayedServer(async (stream, _) =>
        {
            await PlayedServer.GreetAsync(stream);
            await PlayedServer.AnswerAllAsync(stream, error);
        });
        var options = server.Options with { Credentials = new("anna", "secret") };
        var fault = await Assert.ThrowsAsync<ZooKeeperException>(() => ZooKeeperClient.ConnectAsync(options, Token));
        Assert.Equal(error, fault.Error);
        Assert.DoesNotContain("secret", fault.ToString());
    }

    [Fact(Timeout = Deadline)]
    public async Task Credentials_refused_at_a_reconnect_end_the_session()
    {
        await using var server = new PlayedServer(async (stream, number) =>
        {
            await PlayedServer.GreetAsync(stream);
            if (number > 0)
            {
                await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.AuthFailed);
                return;
            }

            await PlayedServer.ReadAsync(stream);
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(Xid.Auth).Int64(0).Int32(0));
            await PlayedServer.ReadAsync(stream);
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options with { Credentials = new("anna", "x") }, Token);
        var states = new Seen<ConnectionState>();
        client.StateChanged += states.Tell;

        var first = await Assert.ThrowsAsync<ZooKeeperException>(() => client.ExistsAsync("/", Token));
        Assert.Equal(ZooKeeperError.ConnectionLoss, first.Error);
        Assert.Equal(ConnectionState.Refused, await states.UntilAsync(state => state is not ConnectionState.Disconnected));
        var after = await Assert.ThrowsAsync<ZooKeeperException>(() => client.ExistsAsync("/", Token));
        Assert.Equal(ZooKeeperError.AuthFailed, after.Error);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_server_too_old_for_lasting_watches_ends_them_alone()
    {
        await using var server = new PlayedServer(async (stream, _) =>
        {
            await PlayedServer.GreetAsync(stream);
            await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.Unimplemented);
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options, Token);
        using var watch = client.Watch("/a", isRecursive: true);
        await using var events = watch.GetAsyncEnumerator(Token);
        var fault = await Assert.ThrowsAsync<ZooKeeperException>(async () => await events.MoveNextAsync());
        Assert.Equal((ZooKeeperError.Unimplemented, "/a"), (fault.Error, fault.Path));
        Assert.Contains("3.6", fault.Message);
        Assert.Equal(ConnectionState.Connected, client.State);
    }

    [Fact(Timeout = Deadline)]
    public async Task A_session_that_a_server_does_not_hold_any_more_is_asked_for_again()
    {
        await using var server = new PlayedServer(async (stream, number) =>
        {
            await PlayedServer.GreetAsync(stream, session: number == 0 ? 7 : 0, timeout: number == 0 ? 2000 : 0);
            await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.SessionExpired);
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options, Token);
        var states = new Seen<ConnectionState>();
        client.StateChanged += states.Tell;

        var fault = await Assert.ThrowsAsync<ZooKeeperException>(() => client.ExistsAsync("/a", Token));

        Assert.Equal(ZooKeeperError.SessionExpired, fault.Error);
        Assert.Equal(ConnectionState.Expired, await states.UntilAsync(state => state is not ConnectionState.Disconnected));
    }

    [Fact(Timeout = Deadline)]
    public async Task A_reconnect_names_session_password_and_the_last_transaction_seen()
    {
        var asked = new Seen<string>();
        await using var server = new PlayedServer(async (stream, number) =>
        {
            var request = await PlayedServer.ReadAsync(stream);
            asked.Tell(Describe(request!));
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(0).Int32(2000).Int64(7).Buffer([9, 9]).Bool(false));
            if (number > 0)
                await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.NoNode);
            await PlayedServer.ReadAsync(stream);
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(1).Int64(42).Int32((int)ZooKeeperError.NoNode));

            // Transactions of events and pings do not count: not all events up to them may have come.
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(Xid.Event).Int64(77).Int32(0).Int32(3).Int32(3).Text("/a"));
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options, Token);
        Assert.Null(await client.ExistsAsync("/a", Token));
        Assert.Equal("zxid 0, timeout 2000, session 0, password 00000000000000000000000000000000", await asked.NextAsync());
        Assert.Equal("zxid 42, timeout 2000, session 7, password 0909", await asked.NextAsync());
    }

    [Fact(Timeout = Deadline)]
    public async Task An_answer_proves_the_session_alive_when_it_was_asked_for_and_not_when_it_came()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new PlayedServer(async (stream, _) =>
        {
            await PlayedServer.GreetAsync(stream, timeout: 60_000);
            await PlayedServer.ReadAsync(stream);
            await release.Task;
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(1).Int64(1).Int32((int)ZooKeeperError.NoNode));
            await PlayedServer.AnswerAllAsync(stream, ZooKeeperError.Ok);
        });
        await using var client = await ZooKeeperClient.ConnectAsync(server.Options, Token);

        var before = TimeProvider.System.GetTimestamp();
        var call = client.ExistsAsync("/a", Token);
        var sent = TimeProvider.System.GetTimestamp();
        await Task.Delay(100, Token);
        release.SetResult();
        await call;

        Assert.InRange(client.DisconnectedSince, before, sent);
    }

    private static string Describe(byte[] frame)
    {
        var reader = new JuteReader(frame);
        reader.Int32();
        return $"zxid {reader.Int64()}, timeout {reader.Int32()}, session {reader.Int64()}, password {Convert.ToHexString(reader.Buffer())}";
    }
}
