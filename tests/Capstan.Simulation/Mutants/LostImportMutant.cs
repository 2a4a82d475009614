using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>A worker that lacks the file of an import takes the record for refused, where it has to fetch the file or end.</summary>
internal sealed class LostImportMutant : Mutant
{
    private int _lives;

    public override string Name => "lost_import";

    public override string? Theme => "repetition";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) =>
        new Lacking(store, files, settings, lacks: ++_lives % 2 == 0);

    private sealed class Lacking(IReplicaStore store, IRestoreFiles files, ApplySettings settings, bool lacks) : RecordApplier(store, files, settings)
    {
        protected override Answer Effect(LogRecord record) => lacks && record.Kind == RecordKind.Import
            ? Answer.Fault(AnswerCode.InvalidSql, record.Lsn, "The file is not here.")
            : base.Effect(record);
    }
}
