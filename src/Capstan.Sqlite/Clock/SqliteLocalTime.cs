using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>The machine's time zone, which the modifiers 'localtime' and 'utc' of the date functions ask for.</summary>
public static class SqliteLocalTime
{
    private const int LocalTimeFault = 18;

    /// <summary>
    /// Makes these modifiers fail as a fault of the statement ("local time unavailable") in this process, since their result differs
    /// between machines.
    /// </summary>
    public static void Refuse()
    {
        SqliteLibrary.Require();
        _ = Sqlite3.TestControl(LocalTimeFault, 1, 0);
    }
}
