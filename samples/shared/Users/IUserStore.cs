namespace Samples.Shared.Users;

/// <summary>Users, shared by all replicas. A change that has been answered survives the end of every process.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the store cannot be read or written.</remarks>
public interface IUserStore
{
    /// <summary>Adds a user; false when the name is taken.</summary>
    ValueTask<bool> AddAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Removes a user; false when there is none of that name.</summary>
    ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken);

    /// <summary>All names, oldest first.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);
}
