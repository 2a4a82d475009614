namespace Capstan.History.Checking;

/// <summary>What each register held at each position, told from a worker's copy.</summary>
internal sealed class Timeline
{
    private readonly Dictionary<string, List<(long Lsn, long Value)>> _registers = [];

    public Timeline(Evidence evidence)
    {
        foreach (var record in evidence.Workers.SelectMany(worker => worker.Records).Where(record => record.Request.Length > 0))
            Positions[record.Request] = Math.Min(record.Lsn, Positions.GetValueOrDefault(record.Request, long.MaxValue));
        foreach (var call in evidence.Calls.Where(call => call.IsAcknowledged && call.Lsn > 0))
            Positions.TryAdd(call.Request, call.Lsn);
        var fullest = evidence.Workers.MaxBy(worker => worker.Effects.Count);
        foreach (var effect in fullest?.Effects ?? [])
        {
            if (!_registers.TryGetValue(effect.Key, out var values))
                _registers[effect.Key] = values = [];
            values.Add((Positions.GetValueOrDefault(effect.Request, 0), effect.Value));
        }
    }

    /// <summary>Where each request was decided.</summary>
    public Dictionary<string, long> Positions { get; } = [];

    /// <summary>The value of a register once everything up to a position had been applied; zero before the first write.</summary>
    public long At(string key, long lsn)
    {
        if (!_registers.TryGetValue(key, out var values))
            return 0;
        int low = 0, high = values.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (values[middle].Lsn <= lsn)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : values[low - 1].Value;
    }
}
