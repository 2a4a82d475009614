using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>A restore replaces the answers too, not only the users' tables.</summary>
internal sealed class ForgetfulRestoreMutant : Mutant
{
    public override string Name => "restore";

    public override string? Theme => "repetition";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) => new Whole(store, files, settings, store.Answers);

    private sealed class Whole(IReplicaStore store, IRestoreFiles files, ApplySettings settings, IAnswerTable answers) : RecordApplier(store, files, settings)
    {
        protected override Answer Keep(LogRecord record, Answer answer)
        {
            if (record.Kind == RecordKind.Restore)
                answers.Purge(long.MaxValue);
            return base.Keep(record, answer);
        }
    }
}
