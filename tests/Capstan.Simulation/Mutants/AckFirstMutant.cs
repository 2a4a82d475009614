using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>Clients are answered when their record is published.</summary>
internal sealed class AckFirstMutant : Mutant
{
    public override string Name => "ack_first";

    public override LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new Hasty(store, seed);

    private sealed class Hasty(IReplicaStore store, Func<long> seed) : LeaderPipeline(store, seed)
    {
        protected override IReadOnlyList<WorkerEffect> TakeGroup(IReadOnlyList<WriteDelivery> deliveries, Lsn scanned)
        {
            var effects = base.TakeGroup(deliveries, scanned);
            var records = effects.OfType<WorkerEffect.Append>().SelectMany(append => append.Records).ToDictionary(record => record.Request);
            var answers = deliveries.Where(delivery => !delivery.IsDead && records.ContainsKey(delivery.Intent.Request))
                .Select(delivery => new WorkerEffect.Reply(delivery, new Answer(AnswerCode.Ok, records[delivery.Intent.Request].Lsn, default)));
            return [.. effects, .. answers];
        }
    }
}
