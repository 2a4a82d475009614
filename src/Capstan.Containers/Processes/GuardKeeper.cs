using System.Globalization;
using Capstan.Containers.Processes.Native;
using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Processes;

/// <summary>
/// Keeps a guard running. Before each new one everything that the last one left is ended; a guard that is lost is replaced at once,
/// and again at the next call when that failed.
/// </summary>
internal sealed class GuardKeeper : IAsyncDisposable
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(30);
    private readonly ProcessRuntimeOptions _options;
    private readonly Action<Frame> _onNews;
    private readonly Action _onNewGuard;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ending = new();
    private GuardConnection? _guard;
    private Task _watch = Task.CompletedTask;
    private int _runs;

    /// <param name="options">Where and how.</param>
    /// <param name="onNews">Hears of each frame of each guard.</param>
    /// <param name="onNewGuard">Called when nothing of earlier guards runs any more and a new one is ready.</param>
    /// <param name="time">For deadlines.</param>
    public GuardKeeper(ProcessRuntimeOptions options, Action<Frame> onNews, Action onNewGuard, TimeProvider time)
    {
        _options = options with { StateFolder = Path.GetFullPath(options.StateFolder) };
        _onNews = onNews;
        _onNewGuard = onNewGuard;
        _time = time;
    }

    public int Pid => _guard is { Lost.IsCompleted: false } guard ? guard.Pid : 0;

    /// <summary>The guard; a new one where there is none.</summary>
    /// <exception cref="RuntimeUnavailableException">It cannot be started, or a leftover does not die.</exception>
    public async Task<GuardConnection> GetAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
        if (_guard is { Lost.IsCompleted: false } running)
            return running;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_guard is { Lost.IsCompleted: false } meanwhile)
                return meanwhile;
            if (_guard is { } lost)
                await lost.DisposeAsync();
            _guard = null;
            Directory.CreateDirectory(_options.StateFolder);
            await new Leftovers(_options.StateFolder, _time).EndAsync(cancellationToken);
            _guard = await OpenAsync(cancellationToken);
            _watch = WatchAsync(_guard);
            _onNewGuard();
            return _guard;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ending.IsCancellationRequested)
            return;
        await _ending.CancelAsync();
        await _turn.WaitAsync(CancellationToken.None);
        if (_guard is { } guard)
            await guard.DisposeAsync();
        _turn.Release();
        await _watch;
        _ending.Dispose();
        _turn.Dispose();
    }

    private async Task<GuardConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // Unique on this machine until it restarts: no other process ever has our number and start time.
        var us = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        var run = string.Create(CultureInfo.InvariantCulture, $"{us.Pid}-{us.StartTicks}-{Interlocked.Increment(ref _runs)}");
        var prefix = $"{ReplicaMarker.StackOf(_options.StateFolder)}/{run}/";
        var configuration = new Frame(FrameKind.Configure)
        {
            Text = _options.StateFolder,
            Folder = prefix,
            Amount = _options.LogFileBytes,
            Number = _options.LogFiles,
        };
        var guard = GuardConnection.Open(_options.GuardCommand, prefix, configuration, _onNews, _time);
        try
        {
            await guard.AwaitReadyAsync(ReadyDeadline, cancellationToken);
            return guard;
        }
        catch
        {
            guard.Kill();
            await guard.DisposeAsync();
            throw;
        }
    }

    private async Task WatchAsync(GuardConnection guard)
    {
        await guard.Lost;
        if (_ending.IsCancellationRequested)
            return;
        try
        {
            await GetAsync(_ending.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The runtime is being disposed.
        }
        catch (RuntimeUnavailableException)
        {
            // The next call tries again and hands the message to its caller.
        }
    }
}
