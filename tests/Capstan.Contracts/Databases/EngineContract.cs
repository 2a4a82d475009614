using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Database.Worker;

namespace Capstan.Contracts.Databases;

/// <summary>What every engine of a replicated database keeps, at the level of its ports.</summary>
public abstract partial class EngineContract<TFixture> : IAsyncLifetime
    where TFixture : IEngineFixture, new()
{
    protected const int Deadline = 30_000;
    private readonly TFixture _fixture = new();

    protected TFixture Fixture => _fixture;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IRequestQueues Queues => _fixture.Engine.Queues;

    public async ValueTask InitializeAsync() => await _fixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    protected static LogRecord Record(long number) =>
        RecordHash.Seal(new LogRecord { Kind = RecordKind.Operation, Epoch = new Epoch(1), Lsn = new Lsn(number), Request = new RequestId($"r{number}") });

    protected static WriteIntent Intent(string request) =>
        new() { Request = new RequestId(request), Body = new Operation().Encode(), Deadline = 1_800_000_000_000 };

    private static ReadQuery Query(ReadLevel level = ReadLevel.Session) => new() { Statements = [new SqlStatement { Sql = "SELECT 1" }], Level = level };

    protected static Answer Ok(string body) => new(AnswerCode.Ok, new Lsn(1), System.Text.Encoding.UTF8.GetBytes(body));

    protected static string Text(Answer answer) => System.Text.Encoding.UTF8.GetString(answer.Body.Span);

    private static async Task ReadyAsync(IWorkerEngine worker) => await worker.Members.ReportAsync(new MemberState { IsReady = true }, Token);

    /// <summary>A worker that is ready and leads the epoch it took.</summary>
    protected async Task<(IWorkerEngine Worker, Epoch Epoch)> LeaderAsync(int slot, int pid)
    {
        var worker = await _fixture.JoinAsync(slot, pid);
        await ReadyAsync(worker);
        var epoch = (await worker.Members.TakeEpochAsync(Epoch.None, Token))!.Value;
        Assert.True(await worker.Members.TakeLeadAsync(epoch, Token));
        return (worker, epoch);
    }

    /// <summary>The first view that fits.</summary>
    private static async Task<MembershipView> ViewAsync(IWorkerEngine worker, Func<MembershipView, bool> fits)
    {
        await foreach (var view in worker.Members.WatchAsync(Token))
        {
            if (fits(view))
                return view;
        }

        throw new InvalidOperationException("The views ended.");
    }

    protected async Task ReadingAsync(Func<EngineReading, bool> fits)
    {
        var changed = new SemaphoreSlim(0);
        void Look(EngineNotice notice) => changed.Release();
        _fixture.Engine.Noticed += Look;
        try
        {
            while (!fits(_fixture.Engine.Read()))
                await changed.WaitAsync(TimeSpan.FromMilliseconds(20), Token);
        }
        finally
        {
            _fixture.Engine.Noticed -= Look;
        }
    }
}
