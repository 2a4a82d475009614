using Capstan.Core.Stacks;
using Capstan.Database.Queues;
using Capstan.RabbitMq.Connecting;
using Capstan.Testing.Servers;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>A test on the shared broker, in a virtual host of its own.</summary>
public abstract class BrokerTest(SharedBroker broker) : IAsyncLifetime
{
    /// <summary>Limit of a test that talks to a broker, in milliseconds.</summary>
    protected const int Deadline = 60_000;

    private readonly List<IAsyncDisposable> _open = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected BrokerSettings Settings { get; set; } = null!;

    private protected BrokerServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await broker.ServerAsync();
        Settings = await broker.SettingsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _open.AsEnumerable().Reverse())
            await one.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>From now on these nodes are tried, in this order.</summary>
    protected void Use(params HostPort[] nodes) => Settings = Settings with { Broker = Settings.Broker with { Hosts = [.. nodes] }, Chance = static () => 0 };

    /// <summary>From now on the broker is reached through a proxy.</summary>
    protected void Use(FaultProxy proxy) => Use(new HostPort("127.0.0.1", proxy.Port));

    /// <summary>Ends it with the test.</summary>
    private protected T Keep<T>(T one)
        where T : IAsyncDisposable
    {
        _open.Add(one);
        return one;
    }

    private protected async Task<BrokerSession> JoinAsync(int slot, Duties? duties = null) =>
        Keep(await BrokerSession.ConnectAsync(Settings, Guid.NewGuid(), slot, duties ?? new Duties(), Token));

    /// <summary>A front that has started.</summary>
    private protected async Task<BrokerFront> FrontAsync(Func<string?>? refusal = null)
    {
        var front = Keep(new BrokerFront(Settings, refusal ?? (static () => null)));
        await front.StartAsync(Token);
        return front;
    }

    /// <summary>Lets something serve until the test ends.</summary>
    protected void Serve(Func<CancellationToken, Task> work) => Keep(new Serving(work));

    /// <summary>A leader that answers every write with its request, until the test ends.</summary>
    private protected async Task EchoingLeaderAsync()
    {
        var leader = await JoinAsync(0, new Duties().Lead(1));
        Serve(token => Requests.ServeWritesAsync(leader, 1, delivery => Requests.Ok(delivery.Intent.Request.Value), token));
    }

    /// <summary>Waits until a front stands as wanted.</summary>
    protected static async Task ReadingAsync(BrokerFront front, Func<BrokerReading, bool> fits)
    {
        while (!fits(front.Read()))
            await Task.Delay(10, Token);
    }

    /// <summary>Writes until the broker's queue takes no more, and leaves it so.</summary>
    private protected async Task FillAsync(BrokerFront front)
    {
        var looks = await (await LinkAsync()).OpenAsync(hasConfirms: false, Token);
        while (true)
        {
            var before = await looks.MessageCountAsync(QueueNames.Writes, Token);
            using var brief = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var writing = front.WriteAsync(Requests.Write("other"), brief.Token);
            // It is refused, or on the queue, where nobody takes it.
            while (!writing.IsCompleted && await looks.MessageCountAsync(QueueNames.Writes, Token) == before)
            {
                // The broker's answers set the pace.
            }

            await brief.CancelAsync();
            if (!writing.IsFaulted)
                continue;
            await Assert.ThrowsAsync<NotQueuedException>(() => writing);
            return;
        }
    }

    /// <summary>A connection of the test's own.</summary>
    private protected async Task<BrokerLink> LinkAsync() => Keep(await new BrokerConnector(Settings, "test").ConnectAsync("link", Token));

    /// <summary>Declares the queues without a front.</summary>
    private protected async Task DeclareAsync() => await Topology.DeclareAsync(await LinkAsync(), Settings, Token);
}
