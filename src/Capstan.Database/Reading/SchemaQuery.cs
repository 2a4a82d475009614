namespace Capstan.Database.Reading;

/// <summary>
/// The one read that may look at the schema itself: a reader carries out exactly this text without its authorizer's refusals, for its
/// preparation and its steps. It has no parameters and tells nothing but names and declared types.
/// </summary>
public static class SchemaQuery
{
    /// <summary>
    /// The statement. Its rows: table, column, declared type (empty without one), and 0 for an ordinary column, 2 or 3 for a generated one
    /// (hidden ones are left out); the system's own tables, which begin with <c>_</c> or <c>sqlite_</c>, are among them.
    /// </summary>
    public const string Sql =
        "SELECT t.name, c.name, c.type, c.hidden FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c "
        + "WHERE t.type = 'table' AND c.hidden <> 1 ORDER BY t.name, c.cid";
}
