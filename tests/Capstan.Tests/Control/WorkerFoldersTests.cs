using Capstan.Control.Databases;

namespace Capstan.Tests.Control;

public sealed class WorkerFoldersTests
{
    [Fact]
    public void Template_OfASlot_HasFoldersOfItsOwnAndTheSettingsOfAll()
    {
        var places = new WorkerFolders("/state", "main", ["capstan", "worker"]);

        var template = places.TemplateOf(3, new Dictionary<string, string> { ["CAPSTAN_DATABASE_SLOT"] = "3" });

        Assert.Equal(["capstan", "worker"], template.Command);
        Assert.Equal(
            [
                ("CAPSTAN_DATABASE_SLOT", "3"), ("CAPSTAN_WORKER_FOLDER", "/state/databases/main/slot-3"), ("DOTNET_TieredPGO", "0"),
                ("SQLITE_TMPDIR", "/state/databases/main/slot-3/temporary"),
            ],
            template.Environment.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(places.Common, template with { Environment = places.Common.Environment });
    }
}
