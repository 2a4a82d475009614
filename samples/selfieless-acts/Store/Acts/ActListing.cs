namespace SelfieLess.Store.Acts;

/// <summary>The outcome of a listing, and the acts when there are any to show.</summary>
public sealed record ActListing(ListingOutcome Outcome, IReadOnlyList<Act> Acts);
