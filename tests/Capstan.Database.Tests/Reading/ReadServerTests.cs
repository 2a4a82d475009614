using System.Runtime.CompilerServices;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.Testing;

namespace Capstan.Database.Tests.Reading;

public sealed class ReadServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Run_CancelledWhileALinearReadWaits_EndsWithoutWaitingForItsPosition()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var reader = new NoReader();
        var consumer = new OneRead(new ReadQuery { Statements = [], Level = ReadLevel.Linear, MinPosition = new LogPosition(5) });
        // Nothing moves this clock: whoever waited for the read's own limit would wait for ever.
        var clock = new ManualTimeProvider();
        var running = new ReadServer(consumer, reader, new ReadGate(clock), clock).RunAsync(end.Token);
        await consumer.Delivered.WaitAsync(Limit, TestContext.Current.CancellationToken);

        await end.CancelAsync();

        await running.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.False(consumer.IsAnswered);
    }

    private sealed class OneRead(ReadQuery query) : IReadConsumer
    {
        private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Delivered => _delivered.Task;

        public bool IsAnswered { get; private set; }

        public async IAsyncEnumerable<ReadDelivery> ConsumeAsync(int credit, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new ReadDelivery(1, query);
            _delivered.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        public void Answer(ReadDelivery delivery, Answer answer) => IsAnswered = true;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NoReader : IQueryReader
    {
        public IReadState Begin(CancellationToken cancellationToken) => throw new InvalidOperationException("The copy never comes so far.");

        public void Dispose()
        {
        }
    }
}
