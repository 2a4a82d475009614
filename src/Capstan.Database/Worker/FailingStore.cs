using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Worker;

/// <summary>A store with the <see cref="Failpoints"/> of commit and apply; used only where one is armed.</summary>
internal sealed class FailingStore(IReplicaStore store) : IReplicaStore, IUserTables
{
    private bool _mustFail;

    /// <inheritdoc />
    public StoreMeta Meta => store.Meta;

    /// <inheritdoc />
    public IRecordTable Records => store.Records;

    /// <inheritdoc />
    public IAnswerTable Answers => store.Answers;

    /// <inheritdoc />
    public IUserTables Tables => this;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, Digest> Hashes => store.Tables.Hashes;

    /// <inheritdoc />
    public T Look<T>(Func<T> look) => store.Look(look);

    /// <inheritdoc />
    public void Begin() => store.Begin();

    /// <inheritdoc />
    public void Commit(StoreMeta meta)
    {
        if (_mustFail)
            throw new StoreFailedException("The commit failed: input/output error (injected).");
        store.Commit(meta);
    }

    /// <inheritdoc />
    public Answer Execute(LogRecord record, Operation operation)
    {
        Failpoints.Hit("c11");
        Failpoints.HitText("apply-crash", record.Body.Span);
        _mustFail |= Failpoints.FailsCommitOf(record.Body.Span);
        return store.Tables.Execute(record, operation);
    }

    /// <inheritdoc />
    public Answer Load(LogRecord record, string file) => store.Tables.Load(record, file);

    /// <inheritdoc />
    public Answer Import(LogRecord record, string file, bool mayDefine)
    {
        Failpoints.Hit("c23");
        var answer = store.Tables.Import(record, file, mayDefine);
        Failpoints.Hit("c24");
        return answer;
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, Digest> Recompute() => store.Tables.Recompute();

    /// <inheritdoc />
    public void Dispose() => store.Dispose();
}
