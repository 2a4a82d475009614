using System.Runtime.CompilerServices;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Simulation.Workers;
using Capstan.Simulation.Worlds;

namespace Capstan.Simulation.Mutants;

/// <summary>Answers are kept in a transaction of their own, after that of their effect.</summary>
internal sealed class DedupeLaterMutant : Mutant
{
    private readonly ConditionalWeakTable<IReplicaStore, List<StoredAnswer>> _late = [];

    public override string Name => "dedupe_later";

    public override string? Theme => "repetition";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) =>
        new Later(store, files, settings, _late.GetOrCreateValue(store));

    public override bool EndsAfterReading(Life life, Chance chance)
    {
        var store = life.Core.Replica.Store;
        if (_late.GetOrCreateValue(store) is not { Count: > 0 } late)
            return false;
        if (chance.Percent(10))
            return true;
        store.Begin();
        foreach (var answer in late)
            store.Answers.Put(answer);
        store.Commit(store.Meta);
        late.Clear();
        return false;
    }

    private sealed class Later(IReplicaStore store, IRestoreFiles files, ApplySettings settings, List<StoredAnswer> late)
        : RecordApplier(store, files, settings)
    {
        protected override Answer? Known(LogRecord record) =>
            base.Known(record) ?? late.Find(answer => answer.Request == record.Request)?.Answer;

        protected override Answer Keep(LogRecord record, Answer answer)
        {
            late.Add(new StoredAnswer(record.Request, record.IsKeyed, record.BodyHash, answer, long.MaxValue));
            return answer;
        }
    }
}
