using System.Globalization;
using System.Text;
using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// Spawns children one at a time so that each is known before it runs. <c>posix_spawn</c> returns only when the program runs, so it is
/// called on a thread of its own, whose one unknown child is the one that waits at the gate.
/// </summary>
internal sealed class GatedSpawner : IDisposable
{
    private readonly SpawnGate _gate;
    private readonly string _guardMarker;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly SemaphoreSlim _answered = new(0);
    private readonly SemaphoreSlim _taken = new(0);
    private readonly SemaphoreSlim _closed = new(0);
    private SpawnRequest? _request;
    private int _thread;
    private int _error;
    private Exception? _failure;
    private volatile bool _returned;

    public GatedSpawner(SpawnGate gate, string guardMarker)
    {
        _gate = gate;
        _guardMarker = guardMarker;
        new Thread(Work, GuardHost.ThreadStack) { IsBackground = true, Name = "spawner" }.Start();
    }

    /// <summary>
    /// Spawns and calls <paramref name="atGate"/> while the child is held; when that throws the child is killed before its program begins.
    /// </summary>
    /// <returns>0, or the error number of what went wrong; then there is no child.</returns>
    public int Spawn(SpawnRequest request, Action<ProcessIdentity> atGate)
    {
        _request = request;
        _returned = false;
        _asked.Release();
        _gate.AwaitArrival();
        var release = -1;
        try
        {
            // A return before the release means that there is no child: none can pass the gate unasked.
            if (!_returned)
            {
                var child = FindChild();
                try
                {
                    if (child is { } held)
                        atGate(held);
                }
                catch
                {
                    child?.Send(Signals.Kill);
                    throw;
                }
                finally
                {
                    release = _gate.OpenRelease();
                }
            }
        }
        finally
        {
            _answered.Wait();
            _taken.Release();
            // Only then does the next wait for an arrival really wait for one.
            _closed.Wait();
            if (release >= 0)
                _ = Libc.Close(release);
        }
        if (_failure is { } failure)
            throw new IOException(failure.Message, failure);
        return _error;
    }

    public void Dispose()
    {
        _asked.Dispose();
        _answered.Dispose();
        _taken.Dispose();
        _closed.Dispose();
    }

    private void Work()
    {
        _thread = Libc.ThreadId();
        while (true)
        {
            _asked.Wait();
            _failure = null;
            _error = 0;
            try
            {
                _error = Spawner.Spawn(_request!, _gate);
            }
            catch (IOException failure)
            {
                _failure = failure;
            }
            _returned = true;
            // Serves a launcher that still waits for a child that never came.
            var arrival = _gate.OpenArrival();
            _answered.Release();
            _taken.Wait();
            _ = Libc.Close(arrival);
            _closed.Release();
        }
    }

    // Until its program begins, the child still shows the environment of the guard.
    private ProcessIdentity? FindChild()
    {
        foreach (var pid in ChildrenOfThread())
        {
            if (ReplicaMarker.IsOn(pid, _guardMarker) && ProcessIdentity.Of(pid) is { } child)
                return child;
        }
        return null;
    }

    private IEnumerable<int> ChildrenOfThread()
    {
        // Kernels without this file show the same by the parent's number.
        if (ProcFile.Read(Environment.ProcessId, $"task/{_thread}/children") is not { } list)
            return ProcessTable.Now().All.Where(stat => stat.Parent == Environment.ProcessId).Select(stat => stat.Pid);
        return Encoding.ASCII.GetString(list).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pid => int.Parse(pid, NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
