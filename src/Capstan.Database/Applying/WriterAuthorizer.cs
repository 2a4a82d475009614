using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>
/// What operations may do (protocol section 2): rows of the users' tables, and their schema when the operation has that right. Unknown
/// actions of newer libraries are refused.
/// </summary>
internal sealed class WriterAuthorizer
{
    private readonly HashSet<string> _defined = new(StringComparer.OrdinalIgnoreCase);
    private SqlKind _kind;
    private bool _declared;

    /// <summary>Whether something was refused since <see cref="Expect"/>; SQLite reports some refusals as plain faults.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>Tables that statements since <see cref="Forget"/> wanted to create, alter or drop.</summary>
    public IReadOnlySet<string> Defined => _defined;

    /// <summary>The statement that is prepared or run next, whose right to define was checked.</summary>
    public void Expect(SqlKind kind) => (_kind, _declared, HasRefused) = (kind, false, false);

    /// <summary>Begins with no tables defined.</summary>
    public void Forget() => _defined.Clear();

    /// <summary>Decides.</summary>
    public SqliteVerdict Judge(in SqliteAccess access)
    {
        var isAllowed = IsHere(access) && IsAllowed(access);
        // SQLite's way to declare a table (CREATE TABLE, but also json_each) ends so; a client's UPDATE of the schema it refuses itself.
        _declared = isAllowed && access is { Action: SqliteAction.Update, First: "sqlite_master", Second: "sql" };
        HasRefused |= !isAllowed;
        return isAllowed ? SqliteVerdict.Allow : SqliteVerdict.Deny;
    }

    // ALTER and DROP look for temporary objects, of which there are none. ALTER TABLE DROP COLUMN gives the column as its third name.
    private bool IsHere(in SqliteAccess access) =>
        (access.Action == SqliteAction.AlterTable ? access.First : access.Database) is null or "main" || (_kind is SqlKind.Alter or SqlKind.Drop && SqlNames.IsSqlites(access.First));

    private bool IsAllowed(in SqliteAccess access) => access.Action switch
    {
        SqliteAction.Select or SqliteAction.Recursive => true,
        SqliteAction.Function => !SqlNames.IsRefusedFunction(access.Second) || (_kind is SqlKind.Alter && SqlNames.IsSqlites(access.Second)),
        SqliteAction.Read => !SqlNames.IsReserved(access.First) || ReadsSchema(access),
        SqliteAction.Insert or SqliteAction.Update or SqliteAction.Delete => !SqlNames.IsReserved(access.First) || ChangesSchema(access),
        // CREATE INDEX asks for this too; the statement of that name is refused by its first word.
        SqliteAction.Reindex => _kind is SqlKind.Create,
        // ALTER TABLE ADD COLUMN looks whether the rows keep the new constraints.
        SqliteAction.Pragma => _kind is SqlKind.Alter && access.First == "quick_check",
        _ => Defines(access),
    };

    private bool Defines(in SqliteAccess access)
    {
        switch (access.Action)
        {
            case SqliteAction.CreateTable:
                return _kind is SqlKind.Create && (Define(access.First) || access.First == "sqlite_sequence");
            case SqliteAction.CreateIndex:
                return _kind is SqlKind.Create && !SqlNames.IsReserved(access.Second) && (!SqlNames.IsReserved(access.First) || IsOfConstraint(access.First));
            case SqliteAction.CreateTrigger or SqliteAction.CreateView:
                return _kind is SqlKind.Create && !SqlNames.IsReserved(access.First) && !SqlNames.IsReserved(access.Second);
            case SqliteAction.AlterTable:
                return _kind is SqlKind.Alter && Define(access.Second);
            case SqliteAction.DropTable:
                return _kind is SqlKind.Drop && Define(access.First);
            case SqliteAction.DropIndex or SqliteAction.DropTrigger or SqliteAction.DropView:
                return _kind is SqlKind.Drop && !SqlNames.IsReserved(access.First) && !SqlNames.IsReserved(access.Second);
            default:
                return false;
        }
    }

    private bool Define(string? table)
    {
        if (table is null || SqlNames.IsReserved(table))
            return false;
        _defined.Add(table);
        return true;
    }

    private static bool IsOfConstraint(string? index) => index?.StartsWith("sqlite_autoindex_", StringComparison.Ordinal) == true;

    // Places of tables in the file differ between workers, so what CREATE TABLE AS SELECT reads of the schema is refused; ALTER and DROP
    // have no text of the client's that could read.
    private bool ReadsSchema(in SqliteAccess access) => SqlNames.IsSqlites(access.First)
        ? _kind is SqlKind.Alter or SqlKind.Drop || (_declared && access.Second == "ROWID")
        : _kind is SqlKind.Alter && access.First == "pragma_quick_check";

    private bool ChangesSchema(in SqliteAccess access) => SqlNames.IsSqlites(access.First)
        && (_kind is SqlKind.Create or SqlKind.Alter or SqlKind.Drop || access is { Action: SqliteAction.Update, First: "sqlite_master" });
}
