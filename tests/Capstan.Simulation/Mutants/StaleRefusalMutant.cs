using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>The leader refuses by what its copy says now, without a record.</summary>
internal sealed class StaleRefusalMutant : Mutant
{
    public override string Name => "stale_refusal";

    public override LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new Refusing(store, seed);

    private sealed class Refusing(IReplicaStore store, Func<long> seed) : LeaderPipeline(store, seed)
    {
        private readonly IUserTables _tables = store.Tables;

        protected override IReadOnlyList<WorkerEffect> TakeGroup(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
        {
            // Stands for a look at the rows: the table is not there yet.
            var refused = deliveries.Where(delivery => _tables.Hashes.Count == 0 && delivery.Intent.Kind == RecordKind.Operation).ToList();
            var answers = refused.Select(delivery => new WorkerEffect.Reply(delivery, Answer.Fault(AnswerCode.InvalidSql, scanned, "no such table: kv")));
            return [.. answers, .. base.TakeGroup([.. deliveries.Except(refused)], scanned)];
        }
    }
}
