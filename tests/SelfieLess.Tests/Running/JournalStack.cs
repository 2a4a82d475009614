namespace SelfieLess.Tests.Running;

/// <summary>A stack on journals.</summary>
public sealed class JournalStack() : StackFixture(StoreKind.Journal);
