using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>An act as it was at the moment of reading.</summary>
public sealed record Act(ActId Id, string Username, WrittenTime Time, string Caption, long Upvotes, string Category, IActImage Image);
