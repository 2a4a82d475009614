namespace Capstan.Database.Tests.Applying;

public sealed class SqliteStoreContract() : StoreContract(new SqliteFixture());
