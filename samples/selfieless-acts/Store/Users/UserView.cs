using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Users;

/// <summary>The users of a journal, oldest first.</summary>
internal sealed class UserView : IJournalView
{
    private const byte Added = 1;
    private const byte Removed = 2;

    private readonly OrderedDictionary<string, string> _passwords = new(StringComparer.Ordinal);
    private string[]? _names;

    /// <summary>An array that is never changed, shared by the readers until the next change.</summary>
    public IReadOnlyList<string> Names => _names ??= [.. _passwords.Keys];

    public static EntryWriter Add(string name, string password) => new EntryWriter(Added).Text(name).Text(password);

    public static EntryWriter Remove(string name) => new EntryWriter(Removed).Text(name);

    public bool Has(string name) => _passwords.ContainsKey(name);

    public void Apply(EntryReader entry, Blob blob)
    {
        _names = null;
        switch (entry.Kind)
        {
            case Added:
                _passwords.Add(entry.Text(), entry.Text());
                break;
            case Removed:
                _passwords.Remove(entry.Text());
                break;
            default:
                throw new StoreException($"the users' journal has an entry of kind {entry.Kind}; a newer program wrote it");
        }
    }
}
