using System.Threading.Channels;
using Capstan.Cluster.Membership;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Testing;

namespace Capstan.Cluster.Tests.Membership;

public sealed class ReporterTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly Channel<MemberState> _writes = Channel.CreateUnbounded<MemberState>();
    private readonly CancellationTokenSource _ends = new();
    private readonly Reporter _reporter;
    private readonly Task _running;
    private bool _isKnown = true;

    public ReporterTests()
    {
        _reporter = new Reporter((state, _) =>
        {
            var known = _isKnown;
            _isKnown = true;
            _writes.Writer.TryWrite(state);
            return Task.FromResult(known);
        }, _time);
        _running = _reporter.RunAsync(_ends.Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _ends.Dispose();
    }

    [Fact(Timeout = 10_000)]
    public async Task Tell_Progress_IsWrittenWhenItIsDueAndOnlyTheNewest()
    {
        _reporter.Tell(State(1));
        Assert.Equal(State(1), await _writes.Reader.ReadAsync(Token));
        for (var lsn = 2; lsn <= 9; lsn++)
            _reporter.Tell(State(lsn));
        Assert.False(_writes.Reader.TryRead(out _));
        await AdvancedAsync(ReportRule.ProgressEvery);
        Assert.Equal(State(9), await _writes.Reader.ReadAsync(Token));
        Assert.False(_writes.Reader.TryRead(out _));
    }

    [Fact(Timeout = 10_000)]
    public async Task Tell_WhatOthersWaitFor_IsWrittenAtOnceWithTheProgress()
    {
        _reporter.Tell(State(1));
        await _writes.Reader.ReadAsync(Token);
        _reporter.Tell(State(2));
        _reporter.Tell(State(3) with { Epoch = new Epoch(4) });
        Assert.Equal(State(3) with { Epoch = new Epoch(4) }, await _writes.Reader.ReadAsync(Token));
    }

    [Fact(Timeout = 10_000)]
    public async Task Write_NobodyKnowsWhetherItIsThere_IsWrittenAgain()
    {
        _isKnown = false;
        _reporter.Tell(State(1));
        Assert.Equal(State(1), await _writes.Reader.ReadAsync(Token));
        Assert.Equal(State(1), await _writes.Reader.ReadAsync(Token));
    }

    // The loop sets its timer on a thread of its own.
    private async Task AdvancedAsync(TimeSpan by)
    {
        var written = _writes.Reader.WaitToReadAsync(Token).AsTask();
        while (!written.IsCompleted)
        {
            _time.Advance(by);
            await Task.WhenAny(written, Task.Delay(1, Token));
        }
    }

    private static MemberState State(long lsn) => new() { Applied = new Lsn(lsn), IsReady = true };
}
