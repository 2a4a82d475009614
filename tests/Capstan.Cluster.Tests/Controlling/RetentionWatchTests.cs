using Capstan.Cluster.Controlling;
using Capstan.Cluster.Membership;
using Capstan.Cluster.Tests.Running;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Capstan.RabbitMq;
using Capstan.Testing;

namespace Capstan.Cluster.Tests.Controlling;

/// <summary>On a real broker that keeps less of the log than the snapshots need.</summary>
public sealed class RetentionWatchTests(BrokerFixture broker)
{
    private const int Deadline = 120_000;
    private const int MessageBytes = 10_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Deadline)]
    public async Task Look_TheLogLostItsFrontBehindTheSnapshots_IsReportedUntilSnapshotsReachIt()
    {
        var settings = await broker.SettingsAsync() with { LogBytes = 10 * MessageBytes, LogSegmentBytes = 2 * MessageBytes };
        await using var front = new BrokerFront(settings, static () => null);
        await front.StartAsync(Token);
        using var duties = new Duties(Guid.NewGuid(), static () => TimeSpan.Zero, settings.Session, TimeProvider.System);
        await using var worker = await BrokerSession.ConnectAsync(settings, Guid.NewGuid(), 0, duties, Token);

        // Of a log that has nothing the begin would be waited for.
        do
            await worker.Log.AppendAsync([Record()], Token);
        while (await front.LogBeginAsync(Token) < new LogPosition(5));

        var time = new ManualTimeProvider();
        IReadOnlyList<Snapshot> snapshots = [Snapshot(3), Snapshot(2)];
        await using var watch = new RetentionWatch(front, () => snapshots, time);
        watch.Start();
        await LookedAsync(() => watch.Trouble.Length > 0);
        Assert.Contains("a worker that begins anew finds no way to the data", watch.Trouble, StringComparison.Ordinal);
        Assert.Contains("max-length-bytes for syncQ", watch.Trouble, StringComparison.Ordinal);

        var end = await worker.Log.EndAsync(Token);
        snapshots = [Snapshot(end.Value), Snapshot(2)];
        await LookedAsync(() => watch.Trouble.Contains("has the newest snapshot alone", StringComparison.Ordinal));
        snapshots = [Snapshot(end.Value), Snapshot(end.Value - 1)];
        await LookedAsync(() => watch.Trouble.Length == 0);

        async Task LookedAsync(Func<bool> fits)
        {
            // A look gets two seconds of ours, since time that goes on also ends its patience.
            for (var polls = 1; !fits(); polls++)
            {
                if (polls % 100 == 0)
                    time.Advance(RetentionWatch.LookEvery);
                await Task.Delay(20, Token);
            }
        }
    }

    private static LogRecord Record() => RecordHash.Seal(new LogRecord { Kind = RecordKind.Operation, Epoch = new Epoch(1), Lsn = new Lsn(1), Body = new byte[MessageBytes] });

    private static Snapshot Snapshot(long position) => new(new Lsn(position), default, default, new LogPosition(position), default, 0);
}
