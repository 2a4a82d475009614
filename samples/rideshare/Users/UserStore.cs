using System.Text.Json;
using RideShare.Service.Database;

namespace RideShare.Users;

/// <summary>Users in the database.</summary>
/// <remarks>Every member throws <see cref="DatabaseException"/> when the database cannot be used.</remarks>
internal sealed class UserStore(DatabaseSession database)
{
    /// <summary>Adds a user; false when the name is taken.</summary>
    public async Task<bool> AddAsync(string name, string password, CancellationToken cancellationToken)
    {
        var add = new Statement("INSERT INTO users (username, password) VALUES (?, ?)", name, password);
        return (await database.WriteAsync(cancellationToken, add)).IsDone;
    }

    /// <summary>Removes a user; false when there is none of that name. The user's rides stay.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var remove = new Statement("DELETE FROM users WHERE username = ?", name) { MustChange = true };
        return (await database.WriteAsync(cancellationToken, remove)).IsDone;
    }

    /// <summary>All names, oldest first; each row has one.</summary>
    public async Task<JsonElement> ListAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(cancellationToken, new Statement("SELECT username FROM users ORDER BY userId"))).Rows();

    /// <summary>Removes all users.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(cancellationToken, new Statement("DELETE FROM users"));
}
