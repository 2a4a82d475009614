using Capstan.Gateway.Fast;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Loops;

public sealed class EventLoopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Call_ThingFailsAndItsAbortToo_OthersAreServedOn()
    {
        using var loop = Start(out var log);
        using var bell = new WakeUp();
        var thing = new Faulty();
        loop.Post(() => loop.Watch(thing, bell.Descriptor));
        bell.Ring();

        await thing.Aborted.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);

        await DoneAsync(loop, static () => { });
        await EndAsync(loop);
        Assert.NotEmpty(log.Errors);
    }

    [Fact]
    public async Task End_AbortFails_OthersAreAbortedAndTheEndIsTold()
    {
        using var loop = Start(out _);
        using var one = new WakeUp();
        using var other = new WakeUp();
        var things = new[] { new Faulty(), new Faulty() };
        await DoneAsync(loop, () =>
        {
            loop.WatchListener(things[0], one.Descriptor);
            loop.WatchListener(things[1], other.Descriptor);
        });

        await EndAsync(loop);

        Assert.All(things, thing => Assert.True(thing.Aborted.Task.IsCompleted));
    }

    [Fact]
    public async Task Post_WorkFails_OtherWorkIsDone()
    {
        using var loop = Start(out var log);
        loop.Post(() => throw new InvalidOperationException("post"));

        await DoneAsync(loop, static () => { });

        Assert.Contains(log.Errors, text => text.Contains("post", StringComparison.Ordinal));
        await EndAsync(loop);
    }

    [Fact]
    public async Task Post_DuringTheEndAndAfterIt_IsDone()
    {
        using var loop = Start(out _);
        using var bell = new WakeUp();
        var isDone = false;
        var thing = new Faulty { AtAbort = () => loop.Post(() => isDone = true) };
        await DoneAsync(loop, () => loop.WatchListener(thing, bell.Descriptor));

        await EndAsync(loop);

        Assert.True(isDone);
        await DoneAsync(loop, static () => { });
    }

    private static EventLoop Start(out TestLog log)
    {
        Assert.SkipUnless(FastPlane.IsSupported, "Event loops are for Linux.");
        log = new TestLog();
        var loop = new EventLoop(0, TimeProvider.System, log);
        loop.Start();
        return loop;
    }

    private static async Task DoneAsync(EventLoop loop, Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            work();
            done.SetResult();
        });
        await done.Task.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    private static Task EndAsync(EventLoop loop)
    {
        loop.End();
        return loop.Ended.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Fails at whatever it is told to do.</summary>
    private sealed class Faulty : Watched
    {
        public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action? AtAbort { get; init; }

        public override void OnReady(Readiness readiness) => throw new InvalidOperationException("event");

        public override void OnDue(long now)
        {
        }

        public override void Abort()
        {
            Aborted.TrySetResult();
            AtAbort?.Invoke();
            throw new InvalidOperationException("abort");
        }
    }
}
