using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Acts;

/// <summary>The categories and acts of a journal.</summary>
internal sealed class ActView(Func<Blob, IActImage> image) : IJournalView
{
    private readonly OrderedDictionary<string, CategoryActs> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<ActId, StoredAct> _acts = [];

    public IReadOnlyDictionary<string, CategoryActs> Categories => _categories;

    public long Count => _acts.Count;

    public bool Has(ActId id) => _acts.ContainsKey(id);

    public void Apply(EntryReader entry, Blob blob)
    {
        switch (entry.Kind)
        {
            case ActEntry.CategoryAdded:
                _categories.Add(entry.Text(), new CategoryActs());
                break;
            case ActEntry.CategoryRemoved:
                RemoveCategory(entry.Text());
                break;
            case ActEntry.ActAdded:
                Add(ActEntry.ReadAct(entry, image(blob)));
                break;
            case ActEntry.ActRemoved:
                Remove(_acts[ActEntry.ReadId(entry)]);
                break;
            case ActEntry.ActUpvoted:
                _acts[ActEntry.ReadId(entry)].Upvotes++;
                break;
            default:
                throw new StoreException($"the acts' journal has an entry of kind {entry.Kind}; a newer program wrote it");
        }
    }

    private void Add(StoredAct act)
    {
        _acts.Add(act.Id, act);
        _categories[act.Category].Add(act);
    }

    private void Remove(StoredAct act)
    {
        _acts.Remove(act.Id);
        _categories[act.Category].Remove(act);
    }

    private void RemoveCategory(string name)
    {
        foreach (StoredAct act in _categories[name].All)
        {
            _acts.Remove(act.Id);
        }

        _categories.Remove(name);
    }
}
