using Capstan.Database.Tests.Running;

namespace Capstan.Client.Tests.Running;

/// <summary>One real database for all tests of a class: a leader and a follower, with the API in front. Each test has tables of its own.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private RunningDatabase? _database;
    private int _tables;

    public Uri Address => _database!.Client.BaseAddress!;

    public string ConnectionString => $"Url={Address}";

    public async ValueTask InitializeAsync() => _database = await RunningDatabase.StartAsync(workers: 2);

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    public DatabaseClient Client() => new(new DatabaseClientOptions { Address = Address });

    public CapstanDataSource Source() => new(ConnectionString);

    /// <summary>The name of a new table with these columns.</summary>
    public async Task<string> TableAsync(string columns)
    {
        var name = $"t{Interlocked.Increment(ref _tables)}";
        using var client = Client();
        await client.ExecuteAsync(new Statement($"CREATE TABLE {name} ({columns})"), TestContext.Current.CancellationToken);
        return name;
    }
}
