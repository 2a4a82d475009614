using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Tests.Rig;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Front;

/// <summary>What a front and its workers do while their broker dies, freezes or starves.</summary>
[Collection(nameof(OwnBroker))]
public sealed class BrokerFaultsTest(OwnBroker.Fixture broker) : IAsyncLifetime
{
    private const int Deadline = 180_000;

    private BrokerServer _server = null!;
    private BrokerSettings _settings = null!;
    private BrokerFront _front = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await broker.ServerAsync();
        _settings = new BrokerSettings { Broker = await _server.NewVhostAsync(), Session = TimeSpan.FromSeconds(4) };
        _front = new BrokerFront(_settings, static () => null);
        await _front.StartAsync(Token);
        await _server.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task Killed_UnderLoad_EverythingGoesOnAndNoAnsweredWriteIsMissing()
    {
        await using var workers = Workers.Start(_settings, 2);
        await using var load = Load.Start(_front, 8, 8, TimeSpan.FromSeconds(9));
        await load.MoreAsync(200, 200, Token);
        for (var round = 0; round < 2; round++)
        {
            await _server.KillAsync();
            await _server.StartAgainAsync();
            await load.MoreAsync(200, 200, Token);
        }

        await load.DisposeAsync();
        Assert.Equal((0, 0), (_front.Read().WriteDepth, _front.Read().ReadDepth));
        var logged = await LoggedAsync();
        Assert.All(load.Written, request => Assert.Contains(request, logged));
        Assert.All(load.Refused, request => Assert.DoesNotContain(request, logged));
        Assert.Equal("", _front.Read().Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task Killed_WithUnansweredRequests_TheyAreSentAgainByThemselves()
    {
        var writing = await QueuedAsync(20);
        var lost = NoticeAsync("broker-lost");
        var back = NoticeAsync("broker-back");
        await _server.KillAsync();
        await lost;
        await RefusedConnectionAsync();
        await _server.StartAgainAsync();
        await back;
        await using var workers = Workers.Start(_settings, 1);
        Assert.Equal(20, (await Task.WhenAll(writing)).Length);
        Assert.Equal("", _front.Read().Trouble);
    }

    [Fact(Timeout = Deadline)]
    public async Task Away_NewRequests_AreRefusedAfterTwoSeconds()
    {
        var lost = NoticeAsync("broker-lost");
        await _server.KillAsync();
        await lost;
        var start = TimeProvider.System.GetTimestamp();
        var refused = await Assert.ThrowsAsync<NotQueuedException>(() => _front.WriteAsync(Requests.Write("a"), Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(10));
        Assert.Contains("broker", refused.Message);
        await Assert.ThrowsAsync<NotQueuedException>(() => _front.ReadAsync(Requests.Read(), Token));
        await Assert.ThrowsAsync<LogLostException>(() => _front.LogEndAsync(Token));
        await _server.StartAgainAsync();
    }

    [Fact(Timeout = Deadline)]
    public async Task Frozen_EveryWriteIsAnsweredByItsDeadline()
    {
        await using var workers = Workers.Start(_settings, 2);
        await using var load = Load.Start(_front, 8, 4, TimeSpan.FromSeconds(9));
        await load.MoreAsync(100, 100, Token);
        await _server.PauseAsync();
        await load.RoundAsync(Token);
        await _server.ResumeAsync();
        await load.MoreAsync(100, 100, Token);
        await load.DisposeAsync();
        Assert.InRange(load.Longest, TimeSpan.Zero, TimeSpan.FromSeconds(12));
        Assert.NotEmpty(load.Refused);
        var logged = await LoggedAsync();
        Assert.All(load.Written, request => Assert.Contains(request, logged));
        Assert.All(load.Refused, request => Assert.DoesNotContain(request, logged));
    }

    /// <summary>Whoever is the first to meet the alarm may be left in doubt; everybody else is refused at once.</summary>
    [Theory(Timeout = Deadline)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ShortOfResources_RequestsAreRefusedAtOnce_AndItGoesOnByItself(bool isMemory)
    {
        await using var workers = Workers.Start(_settings, 2);
        await using var load = Load.Start(_front, 2, 2, TimeSpan.FromSeconds(9));
        await load.MoreAsync(20, 20, Token);
        var blocked = NoticeAsync("broker-blocked");
        var unblocked = NoticeAsync("broker-unblocked");
        await SetAlarmAsync(isMemory, isOn: true);
        await blocked;
        Assert.True(_front.Read().IsBlocked);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<NotQueuedException>(() => _front.WriteAsync(Requests.Write($"refused{i}"), Token));
            await Assert.ThrowsAsync<NotQueuedException>(() => _front.ReadAsync(Requests.Read(), Token));
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await SetAlarmAsync(isMemory, isOn: false);
        await unblocked;
        await load.MoreAsync(20, 20, Token);
        Assert.Equal((false, ""), (_front.Read().IsBlocked, _front.Read().Trouble));
        await load.DisposeAsync();
        Assert.All(load.Refused, request => Assert.DoesNotContain(request, workers.Logged.Keys));
    }

    /// <summary>A front that comes to a broker under an alarm hears of it only by what it sends: that must be nobody's request.</summary>
    [Fact(Timeout = Deadline)]
    public async Task ShortOfResources_WhenTheFrontStarts_RequestsAreRefusedAllTheSame()
    {
        await SetAlarmAsync(isMemory: true, isOn: true);
        try
        {
            await _front.DisposeAsync();
            _front = new BrokerFront(_settings, static () => null);
            var blocked = NoticeAsync("broker-blocked");
            await _front.StartAsync(Token);
            await Assert.ThrowsAsync<NotQueuedException>(() => _front.WriteAsync(Requests.Write("a"), Token));
            await blocked;
            Assert.True(_front.Read().IsBlocked);
            var found = Assert.Single(await BrokerCheck.ProbeAsync(_settings, TimeSpan.FromSeconds(20), Token));
            Assert.Equal((_front.Read().Trouble, false), (found.Text, found.IsHint));
        }
        finally
        {
            await SetAlarmAsync(isMemory: true, isOn: false);
        }

        await using var workers = Workers.Start(_settings, 1);
        Assert.True((await WriteAsync("b")).IsOk);
        Assert.DoesNotContain("a", workers.Logged.Keys);
    }

    /// <summary>C22: a broker that was set up anew has no queues; the front makes them again.</summary>
    [Fact(Timeout = Deadline)]
    public async Task QueuesDeleted_TheFrontMakesThemAgain()
    {
        var back = NoticeAsync("broker-back");
        foreach (var queue in Topology.All)
            await _server.CtlAsync("eval", $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"{_settings.Broker.VirtualHost}\">>, queue, <<\"{queue}\">>)), rabbit_amqqueue:delete(Q, false, false, <<\"test\">>).");
        await back;
        await using var workers = Workers.Start(_settings, 1);
        Assert.True((await WriteAsync("a")).IsOk);
    }

    [Fact(Timeout = Deadline)]
    public async Task Refusal_ByTheEngine_IsPassedOn()
    {
        await using var front = new BrokerFront(_settings, static () => "no ensemble");
        Assert.Equal("no ensemble", (await Assert.ThrowsAsync<NotQueuedException>(() => front.WriteAsync(Requests.Write("a"), Token))).Message);
    }

    private async Task<Answer> WriteAsync(string request)
    {
        while (true)
        {
            try
            {
                return await _front.WriteAsync(Requests.Write(request), Token);
            }
            catch (NotQueuedException)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private Task SetAlarmAsync(bool isMemory, bool isOn) => isMemory ? _server.SetMemoryAlarmAsync(isOn) : _server.SetDiskAlarmAsync(isOn);

    private Task NoticeAsync(string kind)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _front.Noticed += notice =>
        {
            if (notice.Kind == kind)
                told.TrySetResult();
        };
        return told.Task.WaitAsync(Token);
    }

    /// <summary>Begins writes, each of which is on the broker's queue as the next one begins.</summary>
    private async Task<List<Task<Answer>>> QueuedAsync(int count)
    {
        await using var link = await new BrokerConnector(_settings, "test").ConnectAsync("looks", Token);
        var looks = await link.OpenAsync(hasConfirms: false, Token);
        var writing = new List<Task<Answer>>();
        while (writing.Count < count)
        {
            writing.Add(_front.WriteAsync(Requests.Write($"r{writing.Count}"), Token));
            while (await looks.MessageCountAsync(QueueNames.Writes, Token) < writing.Count)
            {
                // The broker's answers set the pace.
            }
        }

        return writing;
    }

    /// <summary>Waits until the front has tried to connect once more, and says so in whole sentences.</summary>
    private async Task RefusedConnectionAsync()
    {
        while (!_front.Read().Trouble.Contains("refused. Start it; the front connects by itself.", StringComparison.Ordinal))
            await Task.Delay(10, Token);
    }

    /// <summary>All requests of the log.</summary>
    private async Task<HashSet<string>> LoggedAsync()
    {
        await using var session = await BrokerSession.ConnectAsync(_settings, Guid.NewGuid(), 9, new Duties(), Token);
        var end = await session.Log.EndAsync(Token);
        var logged = new HashSet<string>();
        await foreach (var messages in session.Log.ReadAsync(LogPosition.None, Token))
        {
            foreach (var record in messages.SelectMany(message => message.Records).Where(record => record.TakesLsn))
                logged.Add(record.Request.Value);
            if (messages.Count > 0 && messages[^1].Position > end)
                return logged;
        }

        throw new InvalidOperationException("The log ended.");
    }
}
