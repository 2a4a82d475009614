namespace SelfieLess.Tests.Running;

/// <summary>A stack on a database.</summary>
public sealed class DatabaseStack() : StackFixture(StoreKind.Database);
