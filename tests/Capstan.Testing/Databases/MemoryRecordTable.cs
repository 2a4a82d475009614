using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

internal sealed class MemoryRecordTable(MemoryStore store) : IRecordTable
{
    public LogRecord? Find(Lsn lsn) => store.State.Records.Find(lsn);

    public void Add(LogRecord record) => store.Change(StoreStep.Keep, store.State with { Records = store.State.Records.Add(record) });

    public void Purge(Lsn upTo)
    {
        var records = store.State.Records;
        if (records.Count > 0 && records.First <= upTo)
            store.ChangeAlone(StoreStep.Purge, store.State with { Records = records.Without(upTo) });
    }
}
