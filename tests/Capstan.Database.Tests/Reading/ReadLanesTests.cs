using System.Collections.Concurrent;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Reading;

public sealed class ReadLanesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Add_ManyAtHand_ShareStatesAndAreSentTogether()
    {
        using var copy = new Copy();
        var reads = new Answers();
        using var lanes = Lanes(reads, copy);
        copy.Hold();
        lanes.Add(Delivery(1));
        await copy.Entered.WaitAsync(Limit, TestContext.Current.CancellationToken);
        // All of these come while the first one is under way, so after its state was taken.
        for (var tag = 2; tag <= 20; tag++)
            lanes.Add(Delivery(tag));
        copy.Go();
        await reads.SentAsync(20);

        Assert.Equal(Enumerable.Range(1, 20).Select(tag => (long)tag), reads.Sent.Order());
        // The state of the first read began before the others came: they must not see it.
        Assert.Equal([1L], copy.States.Values.Single(tags => tags.Contains(1)));
        Assert.True(copy.States.Count < 20, $"{copy.States.Count} states for 20 reads");
    }

    [Fact]
    public async Task Add_BehindAReadThatTakesLong_AreServedByAnotherLane()
    {
        using var copy = new Copy();
        var reads = new Answers();
        using var lanes = Lanes(reads, copy);
        copy.Hold();
        lanes.Add(Delivery(1));
        await copy.Entered.WaitAsync(Limit, TestContext.Current.CancellationToken);
        lanes.Add(Delivery(2));
        lanes.Add(Delivery(3));

        await reads.SentAsync(2);
        Assert.Equal([2L, 3L], reads.Sent.Order());
        copy.Go();
        await reads.SentAsync(3);
    }

    [Fact]
    public async Task Add_BeforeAReadThatTakesLong_IsSentWithoutWaitingForIt()
    {
        using var copy = new Copy();
        var reads = new Answers();
        using var lanes = Lanes(reads, copy);
        copy.HoldAt(2);
        lanes.Add(Delivery(1));
        lanes.Add(Delivery(2));
        await reads.SentAsync(1);
        Assert.Equal([1L], reads.Sent);
        copy.Go();
        await reads.SentAsync(2);
    }

    [Fact]
    public async Task End_AfterACopyFailed_ThrowsItsFault()
    {
        using var copy = new Copy { Fault = new StoreFailedException("The disk is gone.") };
        using var lanes = Lanes(new Answers(), copy);
        lanes.Add(Delivery(1));
        await WhenAsync(lanes.Ended);
        await Assert.ThrowsAsync<StoreFailedException>(lanes.EndAsync);
    }

    [Fact]
    public async Task End_WhileNothingRuns_EndsAtOnce()
    {
        using var copy = new Copy();
        using var lanes = Lanes(new Answers(), copy);
        await lanes.EndAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    private static ReadLanes Lanes(Answers reads, Copy copy) => new(reads, copy, TimeProvider.System, TestContext.Current.CancellationToken);

    private static ReadDelivery Delivery(long tag) => new(tag, new ReadQuery { Statements = [], MinLsn = new Lsn(tag) });

    private static async Task WhenAsync(CancellationToken cancelled)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancelled.Register(() => done.TrySetResult());
        await done.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    private sealed class Answers : IReadConsumer
    {
        private readonly ConcurrentQueue<long> _noted = [];
        private readonly ConcurrentQueue<long> _sent = [];
        private readonly SemaphoreSlim _flushed = new(0);

        public IEnumerable<long> Sent => _sent;

        public IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Answer(ReadDelivery delivery, Answer answer) => _noted.Enqueue(delivery.Tag);

        public ValueTask FlushAsync(CancellationToken cancellationToken)
        {
            while (_noted.TryDequeue(out var tag))
                _sent.Enqueue(tag);
            _flushed.Release();
            return ValueTask.CompletedTask;
        }

        public async Task SentAsync(int count)
        {
            while (_sent.Count < count)
                Assert.True(await _flushed.WaitAsync(Limit, TestContext.Current.CancellationToken), $"{_sent.Count} of {count} answers were sent");
        }
    }

    /// <summary>A copy whose reads stand still where a test wants it, and that knows which reads saw which state.</summary>
    private sealed class Copy : IQueryReader
    {
        private readonly ManualResetEventSlim _go = new(true);
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _held;
        private int _states;

        public Task Entered => _entered.Task;

        public Exception? Fault { get; init; }

        public ConcurrentDictionary<int, List<long>> States { get; } = [];

        public void Hold() => HoldAt(1);

        public void HoldAt(long tag)
        {
            _held = tag;
            _go.Reset();
        }

        public void Go() => _go.Set();

        public IReadState Begin(CancellationToken cancellationToken)
        {
            if (Fault is not null)
                throw Fault;
            var tags = new List<long>();
            States[Interlocked.Increment(ref _states)] = tags;
            return new State(this, tags);
        }

        public void Dispose() => _go.Dispose();

        private sealed class State(Copy copy, List<long> tags) : IReadState
        {
            public bool HasEnded => false;

            public Answer Read(ReadQuery query)
            {
                tags.Add(query.MinLsn.Value);
                if (query.MinLsn.Value == copy._held)
                {
                    copy._entered.TrySetResult();
                    copy._go.Wait(Limit);
                }

                return new Answer(AnswerCode.Ok, query.MinLsn, "[]"u8.ToArray());
            }

            public void Dispose()
            {
            }
        }
    }
}
