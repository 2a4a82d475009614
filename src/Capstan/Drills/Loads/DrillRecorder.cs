using System.Collections.Concurrent;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>Keeps the calls of a load with their moments. Any thread may record.</summary>
internal sealed class DrillRecorder(TimeProvider time)
{
    private readonly ConcurrentQueue<DrillCall> _calls = [];
    private readonly long _begin = time.GetTimestamp();
    private readonly DateTimeOffset _wall = time.GetUtcNow();
    private long _successes;

    /// <summary>Since the load began.</summary>
    public TimeSpan Now => time.GetElapsedTime(_begin);

    /// <summary>Calls of the decisive kind that succeeded so far.</summary>
    public long Successes => Interlocked.Read(ref _successes);

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<DrillCall> Calls => [.. _calls];

    /// <summary>A moment of the wall clock, as one of the load. Controller and load are on one machine, so their clocks are the same.</summary>
    public TimeSpan At(DateTimeOffset moment) => moment - _wall;

    /// <summary>Keeps a call.</summary>
    public void Add(DrillCall call)
    {
        _calls.Enqueue(call);
        if (call.IsSuccess && call.Kind != DrillCallKind.Read)
            Interlocked.Increment(ref _successes);
    }
}
