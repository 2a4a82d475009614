using System.Globalization;
using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Testing.Databases;

namespace Capstan.Database.Tests.Core;

public sealed class LeaderBatchTests
{
    [Fact]
    public void Take_MoreThanOneMessageMayHold_GoesOnInSeveralInOrder()
    {
        using var store = new MemoryDisk().Open(isDurable: true);
        var pipeline = new LeaderPipeline(store, () => 1);
        pipeline.Begin(new ScanState(new Epoch(1), Lsn.None, Digest.Zero), 0);
        var writes = Enumerable.Range(1, 60).Select(number => Write(number, new byte[1_000_000])).ToList();

        var messages = pipeline.Take(writes, Lsn.None).Cast<WorkerEffect.Append>().ToList();

        Assert.Equal(Enumerable.Range(1, 60).Select(number => new Lsn(number)), messages.SelectMany(message => message.Records).Select(record => record.Lsn));
        Assert.All(messages, message => Assert.InRange(message.Records.Sum(record => record.Body.Length), 1, RecordBatches.MostBytes));
    }

    [Fact]
    public void Take_ManySmallOnes_GoInOneMessage()
    {
        using var store = new MemoryDisk().Open(isDurable: true);
        var pipeline = new LeaderPipeline(store, () => 1);
        pipeline.Begin(new ScanState(new Epoch(1), Lsn.None, Digest.Zero), 0);

        var effects = pipeline.Take([.. Enumerable.Range(1, 1000).Select(number => Write(number, new byte[100]))], Lsn.None);

        Assert.Equal(1000, Assert.IsType<WorkerEffect.Append>(Assert.Single(effects)).Records.Count);
    }

    private static WriteDelivery Write(int number, byte[] body) => new(
        number,
        new WriteIntent { Request = new RequestId(number.ToString(CultureInfo.InvariantCulture)), Body = body, Deadline = 10_000 },
        1_000,
        IsDead: false);
}
