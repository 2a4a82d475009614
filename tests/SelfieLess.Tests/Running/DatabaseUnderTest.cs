using Samples.Testing.Twins;

namespace SelfieLess.Tests.Running;

/// <summary>What stands for a replicated database: copies that are as far behind each other as they may be.</summary>
internal sealed class DatabaseUnderTest : StoreUnderTest
{
    private DatabaseUnderTest(DatabaseTwin database) => Database = database;

    public DatabaseTwin Database { get; }

    public override (string Name, string Value)[] Settings => [("DATABASE_URL", Database.Address.ToString())];

    public static async Task<DatabaseUnderTest> StartAsync() => new(await DatabaseTwin.StartAsync());

    public override void Break() => Database.IsAway = true;

    public override ValueTask DisposeAsync() => Database.DisposeAsync();
}
