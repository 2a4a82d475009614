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

    /// <summary>All names, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonElement> rows = await database.ReadAllAsync(
            last => new Statement(
                "SELECT userId, username FROM users WHERE userId > ? ORDER BY userId LIMIT ?",
                last?[0].GetInt64() ?? 0,
                Pages.Size),
            cancellationToken);
        return [.. rows.Select(row => row[1].GetString()!)];
    }

    /// <summary>Removes all users.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(cancellationToken, new Statement("DELETE FROM users"));
}
