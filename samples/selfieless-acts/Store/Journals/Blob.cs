namespace SelfieLess.Store.Journals;

/// <summary>Where the large part of an entry lies in its journal; never moved once written.</summary>
internal readonly record struct Blob(long Offset, long Length, uint Checksum);
