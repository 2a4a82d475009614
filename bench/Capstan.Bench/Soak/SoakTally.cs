using System.Collections.Concurrent;

namespace Capstan.Bench.Soak;

/// <summary>What the clients of a soak did and what went wrong.</summary>
internal sealed class SoakTally
{
    private readonly ConcurrentQueue<string> _faults = new();
    private long _done;

    /// <summary>Things done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>What went wrong, in the order in which it did.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Counts one thing done; with what was wrong about it.</summary>
    public void Count(int what, string? fault)
    {
        Interlocked.Increment(ref _done);
        if (fault is not null)
            _faults.Enqueue($"{what}: {fault}");
    }
}
