using Capstan.Database.Applying;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

internal sealed class MemoryAnswerTable(MemoryStore store) : IAnswerTable
{
    public StoredAnswer? Find(RequestId request) => store.State.Answers.GetValueOrDefault(request);

    public void Put(StoredAnswer answer) =>
        store.Change(StoreStep.Keep, store.State with { Answers = store.State.Answers.SetItem(answer.Request, answer) });

    public long CountKeyed(long logTime)
    {
        var count = 0L;
        foreach (var (_, answer) in store.State.Answers)
        {
            if (answer.IsKeyed && answer.Expires > logTime)
                count++;
        }

        return count;
    }

    public void Purge(long logTime)
    {
        List<RequestId>? gone = null;
        foreach (var (request, answer) in store.State.Answers)
        {
            if (answer.Expires < logTime)
                (gone ??= []).Add(request);
        }

        if (gone is not null)
            store.ChangeAlone(StoreStep.Purge, store.State with { Answers = store.State.Answers.RemoveRange(gone) });
    }
}
