using Capstan.Client;
using Samples.Shared.Database;

namespace Samples.Shared.Users;

/// <summary>Users in the table <c>users</c> of a database.</summary>
public sealed class DatabaseUserStore(StoreSession database) : IUserStore
{
    public async ValueTask<bool> AddAsync(string name, string password, CancellationToken cancellationToken)
    {
        var add = new Statement("INSERT INTO users (username, password) VALUES (?, ?)", name, password);
        return (await database.WriteAsync(cancellationToken, add)).IsDone;
    }

    public async ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var remove = new Statement("DELETE FROM users WHERE username = ?", name) { MustChange = true };
        return (await database.WriteAsync(cancellationToken, remove)).IsDone;
    }

    public async ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<object?[]> rows = await database.ReadAllAsync(
            last => new Statement(
                "SELECT userId, username FROM users WHERE userId > ? ORDER BY userId LIMIT ?",
                last?.Number(0) ?? 0,
                Pages.Size),
            cancellationToken);
        return [.. rows.Select(row => row.Text(1))];
    }

    /// <summary>Removes all users.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(cancellationToken, new Statement("DELETE FROM users"));
}
