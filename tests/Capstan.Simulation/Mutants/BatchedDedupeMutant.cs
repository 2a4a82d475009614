using System.Runtime.CompilerServices;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Simulation.Workers;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>A batch is judged by what was there before it: the same request twice in one batch takes effect twice.</summary>
internal sealed class BatchedDedupeMutant : Mutant
{
    private readonly ConditionalWeakTable<IReplicaStore, HashSet<RequestId>> _fresh = [];

    public override string Name => "batching";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) =>
        new Blind(store, files, settings, _fresh.GetOrCreateValue(store));

    public override bool EndsAfterReading(Life life, Chance chance)
    {
        _fresh.GetOrCreateValue(life.Core.Replica.Store).Clear();
        return false;
    }

    private sealed class Blind(IReplicaStore store, IRestoreFiles files, ApplySettings settings, HashSet<RequestId> fresh)
        : RecordApplier(store, files, settings)
    {
        protected override Answer? Known(LogRecord record) => fresh.Contains(record.Request) ? null : base.Known(record);

        protected override Answer Keep(LogRecord record, Answer answer)
        {
            fresh.Add(record.Request);
            return base.Keep(record, answer);
        }
    }
}
