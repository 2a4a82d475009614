using System.Runtime.CompilerServices;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Simulation.Workers;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>All records of a batch have the time of its first: what they do depends on how they were batched.</summary>
internal sealed class BatchedTimeMutant : Mutant
{
    private readonly ConditionalWeakTable<IReplicaStore, StrongBox<long>> _times = [];

    public override string Name => "batching";

    public override int From => 1000;

    public override string? Theme => "repetition";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) =>
        new OneTime(store, files, settings, _times.GetOrCreateValue(store));

    public override bool EndsAfterReading(Life life, Chance chance)
    {
        _times.GetOrCreateValue(life.Core.Replica.Store).Value = 0;
        return false;
    }

    private sealed class OneTime(IReplicaStore store, IRestoreFiles files, ApplySettings settings, StrongBox<long> time)
        : RecordApplier(store, files, settings)
    {
        protected override Answer Effect(LogRecord record)
        {
            if (time.Value == 0)
                time.Value = record.LogTime;
            return base.Effect(record with { LogTime = time.Value });
        }
    }
}
