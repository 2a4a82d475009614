using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Tells faults of a statement, which are answers, from those of the environment, which end the process.</summary>
internal static class StoreFaults
{
    /// <summary>SQLITE_IOERR_SHORT_READ: the file is shorter than its own header says.</summary>
    private const int ShortRead = 522;

    /// <summary>The answer for a statement's own fault; null when it is none.</summary>
    public static AnswerCode? CodeOf(SqliteException fault) => fault.Code switch
    {
        SqliteCode.Constraint => CodeOf(fault.Constraint),
        SqliteCode.TooBig => AnswerCode.TooLarge,
        SqliteCode.Authorization => AnswerCode.Forbidden,
        _ => fault.Fault == SqliteFault.Statement ? AnswerCode.InvalidSql : null,
    };

    /// <summary>The exception for everything else.</summary>
    public static StoreFailedException Failed(SqliteException fault) =>
        new($"SQLite: {fault.Message} (code {fault.ExtendedCode}).", fault) { IsDamage = IsDamage(fault) };

    /// <summary>Whether the file itself is damaged.</summary>
    public static bool IsDamage(SqliteException fault) =>
        fault.Code is SqliteCode.Corrupt or SqliteCode.NotADatabase || fault.ExtendedCode == ShortRead;

    private static AnswerCode CodeOf(SqliteConstraint constraint) => constraint switch
    {
        SqliteConstraint.Unique or SqliteConstraint.PrimaryKey or SqliteConstraint.RowId => AnswerCode.Unique,
        SqliteConstraint.ForeignKey => AnswerCode.ForeignKey,
        SqliteConstraint.Check => AnswerCode.Check,
        SqliteConstraint.NotNull => AnswerCode.NotNull,
        _ => AnswerCode.Constraint,
    };
}
