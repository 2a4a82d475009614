using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases;

internal sealed class MemoryUserTables(MemoryStore store) : IUserTables
{
    private static readonly byte[] Nothing = "[]"u8.ToArray();
    private static readonly Dictionary<string, Digest> NoTables = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Digest> Hashes => Named(store.State, store.State.Hash);

    public Answer Execute(LogRecord record, Operation operation)
    {
        var before = store.State;
        store.Change(StoreStep.Execute, before);
        var run = new MemoryExecution(record, operation, before, store.Disk);
        var answer = run.Run();
        if (answer.IsOk)
            store.Change(StoreStep.Keep, run.State);
        return answer;
    }

    public Answer Load(LogRecord record, string file)
    {
        var source = store.Disk.Files.Find(file)
            ?? throw new StoreFailedException($"There is no file {file}.");
        store.Change(StoreStep.Load, store.State with { Rows = source.Rows, Hash = source.Hash });
        return new Answer(AnswerCode.Ok, record.Lsn, Nothing);
    }

    public Answer Import(LogRecord record, string file, bool mayDefine)
    {
        var before = store.State;
        store.Change(StoreStep.Import, before);
        var source = store.Disk.Files.Find(file)
            ?? throw new StoreFailedException($"There is no file {file}.");
        var import = new MemoryImport(before, source, mayDefine);
        try
        {
            store.Change(StoreStep.Keep, import.Run());
            return new Answer(AnswerCode.Ok, record.Lsn, import.Result);
        }
        catch (MemoryFaultException fault)
        {
            return Answer.Fault(fault.Code, record.Lsn, fault.Message);
        }
    }

    public IReadOnlyDictionary<string, Digest> Recompute()
    {
        var hash = Digest.Zero;
        foreach (var (key, value) in store.State.Rows ?? [])
            hash ^= MemoryRow.HashOf(key, value);
        return Named(store.State, hash);
    }

    private static Dictionary<string, Digest> Named(MemoryState state, Digest hash) =>
        state.Rows is null ? NoTables : new Dictionary<string, Digest>(StringComparer.Ordinal) { ["kv"] = hash };
}
