using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>
/// Categories and acts, shared by all replicas. Each change is decided on the newest state and survives the end of every
/// process when it is answered: of two equal changes at once, one succeeds. Each read shows all that anybody was answered before it.
/// </summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store cannot be read or written, or finds a change too large.</remarks>
public interface IActStore
{
    /// <summary>Adds an empty category; false when the name is taken.</summary>
    ValueTask<bool> AddCategoryAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a category with its acts; false when there is none of that name.</summary>
    ValueTask<bool> RemoveCategoryAsync(string name, CancellationToken cancellationToken);

    /// <summary>Every category, oldest first, with its number of acts.</summary>
    ValueTask<IReadOnlyList<CategorySize>> ListCategoriesAsync(CancellationToken cancellationToken);

    /// <summary>Number of acts of a category; null when it is unknown.</summary>
    ValueTask<long?> CountAsync(string category, CancellationToken cancellationToken);

    /// <summary>Number of acts over all categories.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Acts of a category, latest first, as <see cref="ListingRule"/> allows; all of them without a range.</summary>
    ValueTask<ActListing> ListAsync(string category, ActRange? range, CancellationToken cancellationToken);

    /// <summary>Adds an act without votes; false when its id is taken or its category unknown.</summary>
    ValueTask<bool> AddAsync(NewAct act, CancellationToken cancellationToken);

    /// <summary>Removes an act; false when it is unknown.</summary>
    ValueTask<bool> RemoveAsync(ActId id, CancellationToken cancellationToken);

    /// <summary>Adds one vote; false when the act is unknown.</summary>
    ValueTask<bool> UpvoteAsync(ActId id, CancellationToken cancellationToken);
}
