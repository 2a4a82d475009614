namespace SelfieLess.Store.Acts;

/// <summary>An act as it was at the moment of reading.</summary>
public sealed record Act(ActId Id, string Username, ActTime Time, string Caption, long Upvotes, string Category, IActImage Image);
