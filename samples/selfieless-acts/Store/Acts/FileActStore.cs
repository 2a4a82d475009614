using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Acts;

/// <summary>Categories and acts in the file <c>acts.log</c> of a folder that any number of processes share.</summary>
public sealed class FileActStore : IActStore, IDisposable
{
    private readonly Journal<ActView> _journal;

    public FileActStore(string folder) =>
        _journal = new(Path.Combine(folder, "acts.log"), file => new ActView(blob => new JournalImage(file, blob)));

    public bool IsReachable => _journal.IsReachable;

    public ValueTask<bool> AddCategoryAsync(string name, CancellationToken cancellationToken) =>
        ChangeIf(view => !view.Categories.ContainsKey(name), () => ActEntry.AddCategory(name), default, cancellationToken);

    public ValueTask<bool> RemoveCategoryAsync(string name, CancellationToken cancellationToken) =>
        ChangeIf(view => view.Categories.ContainsKey(name), () => ActEntry.RemoveCategory(name), default, cancellationToken);

    public ValueTask<IReadOnlyList<CategorySize>> ListCategoriesAsync(CancellationToken cancellationToken) =>
        new(_journal.Read<IReadOnlyList<CategorySize>>(
            view => [.. view.Categories.Select(category => new CategorySize(category.Key, category.Value.Count))]));

    public ValueTask<long?> CountAsync(string category, CancellationToken cancellationToken) =>
        new(_journal.Read(view => view.Categories.TryGetValue(category, out CategoryActs? acts) ? acts.Count : default(long?)));

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => new(_journal.Read(view => view.Count));

    public ValueTask<ActListing> ListAsync(string category, ActRange? range, CancellationToken cancellationToken) =>
        new(_journal.Read(view => List(view, category, range)));

    public ValueTask<bool> AddAsync(NewAct act, CancellationToken cancellationToken) =>
        ChangeIf(view => !view.Has(act.Id) && view.Categories.ContainsKey(act.Category), () => ActEntry.Add(act), act.Image, cancellationToken);

    public ValueTask<bool> RemoveAsync(ActId id, CancellationToken cancellationToken) =>
        ChangeIf(view => view.Has(id), () => ActEntry.Remove(id), default, cancellationToken);

    public ValueTask<bool> UpvoteAsync(ActId id, CancellationToken cancellationToken) =>
        ChangeIf(view => view.Has(id), () => ActEntry.Upvote(id), default, cancellationToken);

    public void Dispose() => _journal.Dispose();

    private static ActListing List(ActView view, string category, ActRange? range)
    {
        if (!view.Categories.TryGetValue(category, out CategoryActs? acts))
        {
            return new ActListing(ListingOutcome.UnknownCategory, []);
        }

        ListingOutcome outcome = ListingRule.Judge(acts.Count, range);
        return new ActListing(outcome, outcome == ListingOutcome.Found ? acts.Latest(range ?? new ActRange(1, acts.Count)) : []);
    }

    private ValueTask<bool> ChangeIf(
        Func<ActView, bool> condition, Func<EntryWriter> entry, ReadOnlyMemory<byte> blob, CancellationToken cancellationToken) =>
        new(_journal.ChangeAsync(
            (view, append) =>
            {
                bool holds = condition(view);
                if (holds)
                {
                    append(entry(), blob);
                }

                return holds;
            },
            cancellationToken));
}
