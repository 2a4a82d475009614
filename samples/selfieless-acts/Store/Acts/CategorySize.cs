namespace SelfieLess.Store.Acts;

/// <summary>A category and its number of acts.</summary>
public readonly record struct CategorySize(string Name, long Acts);
