namespace SelfieLess.Store.Journals;

/// <summary>Appends one entry and applies it to the view.</summary>
internal delegate void Appender(EntryWriter entry, ReadOnlyMemory<byte> blob);
