using System.Collections.Concurrent;
using System.Diagnostics;
using Capstan.Containers.Processes.Guarding;
using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Processes;

/// <summary>A running guard and the conversation with it.</summary>
internal sealed class GuardConnection : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly Action<Frame> _onNews;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Frame>> _calls = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastCall;

    private GuardConnection(Process process, string markerPrefix, Action<Frame> onNews, TimeProvider time)
    {
        MarkerPrefix = markerPrefix;
        _process = process;
        Pid = process.Id;
        _onNews = onNews;
        _time = time;
    }

    /// <summary>Completes when the guard has ended.</summary>
    public Task Lost => _lost.Task;

    /// <summary>Process id of the guard.</summary>
    public int Pid { get; }

    /// <summary>What the markers of this guard's replicas begin with.</summary>
    public string MarkerPrefix { get; }

    /// <param name="command">Program and arguments.</param>
    /// <param name="markerPrefix">What the markers of its replicas begin with.</param>
    /// <param name="configuration">The first frame.</param>
    /// <param name="onNews">Hears, in order and one at a time, of each frame that answers no call, and of starts before their callers do.</param>
    /// <param name="time">For deadlines.</param>
    /// <exception cref="RuntimeUnavailableException">The program cannot be started.</exception>
    public static GuardConnection Open(
        IReadOnlyList<string> command, string markerPrefix, Frame configuration, Action<Frame> onNews, TimeProvider time)
    {
        var info = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        info.Environment[ReplicaMarker.Variable] = GuardHost.GuardMarker(markerPrefix);
        foreach (var (name, value) in GuardSettings.Lean)
            info.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new RuntimeUnavailableException($"The process guard '{command[0]}' cannot be started: {missing.Message}; repair the installation.", missing);
        }
        var connection = new GuardConnection(process, markerPrefix, onNews, time);
        new Thread(connection.Listen) { IsBackground = true, Name = "guard" }.Start();
        connection.Write(configuration);
        return connection;
    }

    /// <exception cref="RuntimeUnavailableException">The guard ended, or does not get ready in time.</exception>
    public async Task AwaitReadyAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAny(_ready.Task, _lost.Task).WaitAsync(deadline, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new RuntimeUnavailableException($"The process guard was not ready within {deadline.TotalSeconds:0} s; the machine is overloaded.", late);
        }
        if (!_ready.Task.IsCompleted)
            throw new RuntimeUnavailableException("The process guard ended as soon as it was started; its message on standard error says why.");
    }

    /// <summary>Calls the guard and returns its answer. A guard that does not answer in time is killed: it takes its replicas along.</summary>
    /// <exception cref="RuntimeUnavailableException">The guard ended, or was killed for its silence.</exception>
    public async Task<Frame> CallAsync(Frame call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Frame>(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = Interlocked.Increment(ref _lastCall);
        _calls[number] = answer;
        try
        {
            Write(call with { Call = number });
            await Task.WhenAny(answer.Task, _lost.Task).WaitAsync(deadline, _time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            Kill();
            throw new RuntimeUnavailableException(
                $"The process guard did not answer within {deadline.TotalSeconds:0} s and is started anew with all replicas.", late);
        }
        finally
        {
            _calls.TryRemove(number, out _);
        }
        return answer.Task.IsCompleted
            ? await answer.Task
            : throw new RuntimeUnavailableException("The process guard ended and is being started anew with all replicas; try again.");
    }

    /// <summary>Kills the guard, not its replicas.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Lets the guard end its replicas and itself.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(EndPatience, _time);
        }
        catch (TimeoutException)
        {
            Kill();
        }
        await _lost.Task;
        _process.Dispose();
    }

    private void Write(Frame frame)
    {
        lock (_writing)
        {
            try
            {
                frame.WriteTo(_process.StandardInput.BaseStream);
            }
            catch (IOException)
            {
                // The guard is gone. The end of its output says so to everybody who waits for an answer.
            }
        }
    }

    private void Listen()
    {
        try
        {
            while (Frame.ReadFrom(_process.StandardOutput.BaseStream) is { } frame)
            {
                if (frame.Kind == FrameKind.Ready)
                    _ready.TrySetResult();
                else
                    _onNews(frame);
                if (_calls.TryGetValue(frame.Call, out var answer))
                    answer.TrySetResult(frame);
            }
        }
        catch (IOException)
        {
            // As good as the end of the stream.
        }
        _lost.TrySetResult();
    }
}
