namespace SelfieLess.Store.Journals;

/// <summary>What one process keeps in memory of a journal: a pure function of the entries applied so far.</summary>
internal interface IJournalView
{
    /// <summary>Applies the next entry. Called in journal order, one at a time.</summary>
    void Apply(EntryReader entry, Blob blob);
}
