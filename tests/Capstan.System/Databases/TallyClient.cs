using Capstan.Client;

namespace Capstan.SystemTests.Databases;

/// <summary>
/// Adds one to a number of its own, over ADO.NET and under keys that the library makes, and reads it back in the same session: whatever
/// was done twice, or not at all, or not seen, shows at once.
/// </summary>
internal sealed class TallyClient(CapstanConnection connection, int number)
{
    /// <summary>The table that the clients share.</summary>
    public const string Schema = "CREATE TABLE tallies (client INTEGER PRIMARY KEY, n INTEGER NOT NULL);";

    /// <summary>How often it has added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds once and looks.</summary>
    public async Task AddAsync()
    {
        await using var add = new CapstanCommand("INSERT INTO tallies VALUES (@client, 1) ON CONFLICT DO UPDATE SET n = n + 1", connection);
        add.Parameters.AddWithValue("client", number);
        Assert.Equal(1, await add.ExecuteNonQueryAsync(CancellationToken.None));
        Count++;
        await using var look = new CapstanCommand("SELECT n FROM tallies WHERE client = @client", connection);
        look.Parameters.AddWithValue("client", number);
        Assert.Equal(Count, await look.ExecuteScalarAsync(CancellationToken.None));
    }
}
