using Samples.Testing;

namespace SelfieLess.Tests.Running;

/// <summary>A folder of journals.</summary>
internal sealed class JournalUnderTest : StoreUnderTest
{
    private readonly TemporaryFolder _folder = new();

    public override (string Name, string Value)[] Settings => [("DATA", _folder.Path)];

    public override void Break()
    {
        foreach (string journal in Directory.GetFiles(_folder.Path, "*.log"))
        {
            File.Delete(journal);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
