using Capstan.Database.Applying;
using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Leadership;

/// <summary>This part: what only a leader does: it publishes, gets over stuck records, writes checkpoints and stops at copies that differ.</summary>
internal partial class WorkerCore
{
    private void Lead()
    {
        Role = WorkerRole.Leading;
        KnowsLog = true;
        replica.Trust();
        _lastProgress = _now;
        pipeline.Begin(replica.Scan with { Epoch = _own }, replica.LogTime);
        PublishCheckpoint(tables: false);
        PublishSchema();
        Settle();
        SkipStuck();
        Report();
    }

    private void PublishSchema()
    {
        if (settings.Schema.Length == 0)
            return;
        if (IsSchemaDue())
        {
            if (trial.Try(settings.Schema) is { } fault)
                _effects.Add(new WorkerEffect.Note(NoticeKinds.SchemaFailed, $"the schema file was not applied: {fault}"));
            else
                _effects.Add(new WorkerEffect.Append([pipeline.Schema(settings.Schema, replica.LogTime)]));
        }
        else if (replica.Store.Answers.Find(RecordApplier.SchemaRequest(settings.Schema)) is null)
        {
            _effects.Add(new WorkerEffect.Note(NoticeKinds.SchemaDiffers, "the schema file is another than the one that was applied; it is never applied by itself to a database with data"));
        }
    }

    /// <summary>Whether the schema file is to be published: only ever as the first record of an empty log.</summary>
    protected virtual bool IsSchemaDue() => replica.Scan.Lsn == Lsn.None;

    /// <summary>
    /// Takes writes only while the data hold all that was read. A log that is read again for the sake of a skipped record shows less meanwhile: then
    /// they have to hold the skip as well.
    /// </summary>
    private void Settle()
    {
        if (_consuming || !replica.IsLevel || (_skipPublished && pipeline.InFlight > 0))
            return;
        _consuming = true;
        _effects.Add(new WorkerEffect.ConsumeWrites(_own));
    }

    /// <summary>Protocol section 2: a record that ended everybody who tried it gets a SKIP, when it is sure that nobody holds it.</summary>
    private void SkipStuck()
    {
        if (_skipPublished || replica.StuckAt == Lsn.None || !MaySkip())
            return;
        if (IsStuckRecordHeld())
        {
            End(WorkerEnd.StepDown, $"record {replica.StuckAt} ended this worker twice, and another one holds it");
            return;
        }

        _skipPublished = true;
        _lastProgress = _now;
        _effects.Add(new WorkerEffect.Note(NoticeKinds.RecordSkipped, $"record {replica.StuckAt} ended every worker that applied it and gets no effect"));
        _effects.Add(new WorkerEffect.Append([pipeline.Skip(replica.StuckAt, replica.LogTime)]));
    }

    /// <summary>Whether everybody was asked who may hold the stuck record.</summary>
    protected virtual bool MaySkip() => replica.StuckAt == _skippable || election.Unheard(_view, self, _own).Count == 0;

    /// <summary>Whether another worker or a snapshot holds the stuck record.</summary>
    protected virtual bool IsStuckRecordHeld() =>
        election.MostAdvanced(_view, self, replica.Applied) >= replica.StuckAt || (_view.NewestSnapshot >= replica.StuckAt && !_view.IsForced);

    private void Checkpoint()
    {
        var mark = new Lsn(replica.Applied.Value / Replica.CheckpointRecords * Replica.CheckpointRecords);
        if (mark > _checkpointed && replica.HashesAt(mark) is not null)
            PublishCheckpoint(tables: true, mark);
        else if (_now - _lastCheckpoint >= settings.CheckpointEvery && replica.Applied > _checkpointed && pipeline.InFlight == 0)
            PublishCheckpoint(tables: replica.IsLevel, replica.Applied);
    }

    /// <summary>
    /// Whoever has come learns at once that the log is whole, and can lead without hearing the others should this leader fall silent. The first time
    /// when it says what it holds, since its connection to the log has begun by then: so it has read the word before it is ready. A new copy has
    /// nothing to say, and gets it when it is. Counting them would miss one that comes while another leaves.
    /// </summary>
    private void Vouch()
    {
        var told = _view.Members.Where(member => member.State != Untold).Select(member => (member.Id, member.State.IsReady)).ToHashSet();
        if (!told.IsSubsetOf(_vouched))
            PublishCheckpoint(tables: pipeline.InFlight == 0 && replica.IsLevel, replica.Applied);
        _vouched = told;
    }

    private void PublishCheckpoint(bool tables, Lsn at = default)
    {
        _lastCheckpoint = _now;
        if (tables)
            _checkpointed = at;
        var hashes = tables ? replica.HashesAt(at) ?? new Dictionary<string, Digest>() : new Dictionary<string, Digest>();
        _effects.Add(new WorkerEffect.Append([Marker(RecordKind.Checkpoint, new CheckpointBody(at, hashes).Encode())]));
    }

    private void Diverged()
    {
        if (Role != WorkerRole.Leading || _ended)
            return;
        var (isNew, damaged) = _divergence.Answer(_view, self);
        if (damaged is not null)
        {
            End(WorkerEnd.Rebuild, $"the rows of table {damaged} do not match their hash; a follower found out");
        }
        else if (isNew)
        {
            _halted = true;
            _trouble = "copies differ although each matches its own hashes: writes are stopped. Compare the workers' files and restore the right one.";
            _effects.Add(new WorkerEffect.Note(NoticeKinds.Diverged, _trouble));
        }
    }
}
