using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// Ends an operation after a number of SQLite's instructions: a limit that all workers meet at the same place, which time would not be.
/// </summary>
internal sealed class StepLimit
{
    /// <summary>Most instructions of one operation, roughly a few seconds.</summary>
    public const int Most = 50_000_000;

    private const int Every = 100_000;

    private int _calls;

    /// <summary>Counts what a connection runs.</summary>
    public StepLimit(SqliteConnection connection) => connection.SetProgress(Count, Every);

    /// <summary>Whether the operation was ended by this.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether instructions count: those of operations do, the program's own do not.</summary>
    public bool IsOn { get; set; }

    /// <summary>An operation begins.</summary>
    public void Begin() => (_calls, IsExceeded) = (0, false);

    private bool Count()
    {
        if (!IsOn)
            return false;
        IsExceeded |= ++_calls >= Most / Every;
        return IsExceeded;
    }
}
