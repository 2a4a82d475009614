using Capstan.Client;
using Capstan.Commands;
using Capstan.Commands.Databases.Transfers;

namespace Capstan.Tests.Commands.Databases;

/// <summary>Backup, restore and import as they are called; what they do is shown by the system tests.</summary>
public sealed class TransferCommandTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("must end with .csv, .tsv, .sql, .db, .sqlite or .sqlite3", "rows.txt")]
    [InlineData("--delimiter is for .csv files.", "rows.sql", "--delimiter", ";")]
    [InlineData("--null is for .csv files.", "rows.db", "--null", "-")]
    [InlineData("a script names its tables itself", "rows.sql", "--table", "t")]
    [InlineData("--types goes with --create", "rows.csv", "--types", "a=TEXT")]
    [InlineData("--types has the form COLUMN=TYPE", "rows.csv", "--create", "--types", "a")]
    [InlineData("--types has the form COLUMN=TYPE", "rows.csv", "--create", "--types", "a=DATE")]
    [InlineData("--delimiter must be one ASCII character", "rows.csv", "--delimiter", "ab")]
    [InlineData("--delimiter must be one ASCII character", "rows.csv", "--delimiter", "\"")]
    [InlineData("--key has 1 to 200 printable ASCII characters", "rows.csv", "--key", "a b")]
    public async Task Import_CalledWrongly_SaysWhatIsWrong(string expected, params string[] words)
    {
        var (code, _, error) = await _cli.RunAsync(["db", "import", .. words]);
        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup", "copy.db")]
    [InlineData("restore", "copy.db")]
    [InlineData("import", "rows.csv")]
    public async Task Transfer_WithoutAStackThatRuns_IsNotRunning(params string[] words)
    {
        Assert.Equal(ExitCodes.NotRunning, (await _cli.RunAsync(["db", .. words])).Code);
        Assert.False(File.Exists(_cli.Folder["copy.db"]));
    }

    [Theory]
    [InlineData(0, null, 0, "sending 0 B")]
    [InlineData(1536, null, 1, "sending 1.5 KiB, 1.5 KiB/s")]
    [InlineData(52428800, 1073741824L, 2, "sending 50.0 MiB of 1.0 GiB, 25.0 MiB/s")]
    [InlineData(314572800, 314572800L, 1, "sending 300 MiB of 300 MiB, 300 MiB/s")]
    public void Line_TellsHowFarAndHowFast(long bytes, long? of, int seconds, string expected) =>
        Assert.Equal(expected, TransferLine.Text("sending", new Transfer(bytes, of), TimeSpan.FromSeconds(seconds)));
}
