namespace Capstan.Database.Tests.Applying;

public sealed class MemoryStoreContract() : StoreContract(new MemoryFixture());
