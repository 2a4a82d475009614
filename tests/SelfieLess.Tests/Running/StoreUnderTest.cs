namespace SelfieLess.Tests.Running;

/// <summary>A place for the data of a test.</summary>
internal abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>What the programs are told of it.</summary>
    public abstract (string Name, string Value)[] Settings { get; }

    public static async Task<StoreUnderTest> OpenAsync(StoreKind kind) => kind == StoreKind.Journal ? new JournalUnderTest() : await DatabaseUnderTest.StartAsync();

    /// <summary>Makes it unreachable for good.</summary>
    public abstract void Break();

    public abstract ValueTask DisposeAsync();
}
