using Capstan.Database.Api;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>Workers that are only numbers; the lowest leads.</summary>
internal sealed class FakeWorkers : IWorkerControl
{
    private readonly SortedSet<int> _pids = [4330, 1000, 2112];

    public int Crashes { get; private set; }

    public IReadOnlyList<int> Pids() => [.. _pids];

    public void Empty() => _pids.Clear();

    public ValueTask<int?> CrashLeaderAsync(CancellationToken cancellationToken) => End(_pids.Count > 0 ? _pids.Min : null);

    public ValueTask<int?> CrashFollowerAsync(CancellationToken cancellationToken) => End(_pids.Count > 1 ? _pids.Max : null);

    private ValueTask<int?> End(int? pid)
    {
        if (pid is not { } ended)
            return ValueTask.FromResult<int?>(null);
        _pids.Remove(ended);
        Crashes++;
        return ValueTask.FromResult<int?>(ended);
    }
}
