using Capstan.Commands.Databases.Shell;
using Capstan.Terminals;

namespace Capstan.Tests.Terminals;

public sealed class HistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder[Path.Combine("state", "capstan", "history")];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_Entries_ComeBackAsTheyWereForTheirOwnerAlone()
    {
        string[] entries = ["SELECT 1;", "SELECT\n  '\\n' -- a \\ b\n;", "日本\\"];
        foreach (var entry in entries)
            new HistoryFile(File).Append(entry);

        var history = new History();
        new HistoryFile(File).Load(history);
        Assert.Equal(entries, Enumerable.Range(0, history.Count).Select(i => history[i]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Path.GetDirectoryName(File)!));
    }

    [Fact]
    public void Load_FileThatOthersMayRead_IsClosedToThem()
    {
        new HistoryFile(File).Append("one");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        new HistoryFile(File).Load(new History());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Load_FarTooLong_IsCutDownToTheNewest()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllLines(File, Enumerable.Range(0, 2 * History.DefaultLimit + 1).Select(i => $"SELECT {i};"));
        var history = new History();
        new HistoryFile(File).Load(history);
        Assert.Equal((History.DefaultLimit, $"SELECT {2 * History.DefaultLimit};"), (history.Count, history[history.Count - 1]));
        Assert.Equal(History.DefaultLimit, System.IO.File.ReadAllLines(File).Length);
    }

    [Fact]
    public void Add_SameAgain_IsOneEntry()
    {
        var history = new History(limit: 2);
        Assert.True(history.Add("a"));
        Assert.False(history.Add("a"));
        history.Add("b");
        history.Add("c");
        Assert.Equal((2, "b", "c"), (history.Count, history[0], history[1]));
    }

    [Theory]
    [InlineData("SELECT * FROM users;", true)]
    [InlineData(" SELECT 1;", false)]
    [InlineData("UPDATE users SET PassWord = 'x';", false)]
    [InlineData("INSERT INTO api_keys VALUES (1);", false)]
    [InlineData("SELECT token FROM t;", false)]
    public void MayKeep_SecretsAndWhatBeginsWithASpace_AreNotKept(string entry, bool expected) => Assert.Equal(expected, HistoryRule.MayKeep(entry));

    [Theory]
    [InlineData("/state", "/home/anna", "/state/capstan/db-history")]
    [InlineData("", "/home/anna", "/home/anna/.local/state/capstan/db-history")]
    [InlineData("relative", "", null)]
    public void PathFor_FollowsTheUsersFolders(string state, string home, string? expected) => Assert.Equal(
        expected, HistoryRule.PathFor(new Dictionary<string, string> { ["XDG_STATE_HOME"] = state, ["HOME"] = home }));
}
