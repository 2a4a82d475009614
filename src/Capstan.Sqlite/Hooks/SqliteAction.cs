namespace Capstan.Sqlite;

/// <summary>
/// What a statement wants to do, as the authorizer is asked. Each names what <see cref="SqliteAccess.First"/> and
/// <see cref="SqliteAccess.Second"/> are. The numbers are SQLite's; a newer library may send others.
/// </summary>
public enum SqliteAction
{
    /// <summary>Create index. First: index; second: table.</summary>
    CreateIndex = 1,

    /// <summary>Create table. First: table.</summary>
    CreateTable = 2,

    /// <summary>Create temporary index. First: index; second: table.</summary>
    CreateTemporaryIndex = 3,

    /// <summary>Create temporary table. First: table.</summary>
    CreateTemporaryTable = 4,

    /// <summary>Create temporary trigger. First: trigger; second: table.</summary>
    CreateTemporaryTrigger = 5,

    /// <summary>Create temporary view. First: view.</summary>
    CreateTemporaryView = 6,

    /// <summary>Create trigger. First: trigger; second: table.</summary>
    CreateTrigger = 7,

    /// <summary>Create view. First: view.</summary>
    CreateView = 8,

    /// <summary>Delete. First: table.</summary>
    Delete = 9,

    /// <summary>Drop index. First: index; second: table.</summary>
    DropIndex = 10,

    /// <summary>Drop table. First: table.</summary>
    DropTable = 11,

    /// <summary>Drop temporary index. First: index; second: table.</summary>
    DropTemporaryIndex = 12,

    /// <summary>Drop temporary table. First: table.</summary>
    DropTemporaryTable = 13,

    /// <summary>Drop temporary trigger. First: trigger; second: table.</summary>
    DropTemporaryTrigger = 14,

    /// <summary>Drop temporary view. First: view.</summary>
    DropTemporaryView = 15,

    /// <summary>Drop trigger. First: trigger; second: table.</summary>
    DropTrigger = 16,

    /// <summary>Drop view. First: view.</summary>
    DropView = 17,

    /// <summary>Insert. First: table.</summary>
    Insert = 18,

    /// <summary>Pragma. First: pragma; second: its argument, or null.</summary>
    Pragma = 19,

    /// <summary>Read. First: table; second: column; empty when a table is used without any of its columns.</summary>
    Read = 20,

    /// <summary>A SELECT. No names.</summary>
    Select = 21,

    /// <summary>Transaction. First: operation (BEGIN, COMMIT, ROLLBACK).</summary>
    Transaction = 22,

    /// <summary>Update. First: table; second: column.</summary>
    Update = 23,

    /// <summary>Attach. First: file name, null when it is an expression.</summary>
    Attach = 24,

    /// <summary>Detach. First: database.</summary>
    Detach = 25,

    /// <summary>Alter table. First: database; second: table.</summary>
    AlterTable = 26,

    /// <summary>Reindex. First: index.</summary>
    Reindex = 27,

    /// <summary>Analyze. First: table.</summary>
    Analyze = 28,

    /// <summary>Create virtual table. First: table; second: module.</summary>
    CreateVirtualTable = 29,

    /// <summary>Drop virtual table. First: table; second: module.</summary>
    DropVirtualTable = 30,

    /// <summary>Function. Second: function.</summary>
    Function = 31,

    /// <summary>Savepoint. First: operation (BEGIN, RELEASE, ROLLBACK); second: savepoint.</summary>
    Savepoint = 32,

    /// <summary>A recursive common table expression. No names.</summary>
    Recursive = 33,
}
