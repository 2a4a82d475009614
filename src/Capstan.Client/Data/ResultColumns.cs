using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>
/// The columns of a result. SQLite's columns have no type of their own, so each has that of its values, of all rows: then it does not
/// depend on which row happens to come first.
/// </summary>
internal sealed class ResultColumns(ResultSet result)
{
    private readonly Kind[] _kinds = new Kind[result.Columns.Count];

    private enum Kind
    {
        Unread,
        Null,
        Integer,
        Real,
        Text,
        Blob,
        Mixed,
    }

    /// <summary>What SQLite calls a type.</summary>
    public static string NameOf(Type type) => type switch
    {
        _ when type == typeof(long) => "INTEGER",
        _ when type == typeof(double) => "REAL",
        _ when type == typeof(string) => "TEXT",
        _ when type == typeof(byte[]) => "BLOB",
        _ => "ANY",
    };

    /// <summary>The name of a column.</summary>
    public string Name(int ordinal) => result.Columns[Checked(ordinal)];

    /// <summary>The place of a column: the first of that name, letter by letter; otherwise whatever the case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public int Ordinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name, StringComparison.Ordinal) ?? Find(name, StringComparison.OrdinalIgnoreCase)
            ?? throw new ArgumentOutOfRangeException(nameof(name), name, $"The result has no such column; it has {string.Join(", ", result.Columns)}.");
    }

    /// <summary>The type of a column's values.</summary>
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public Type Type(int ordinal)
    {
        if (_kinds[Checked(ordinal)] == Kind.Unread)
            _kinds[ordinal] = KindOf(ordinal);
        return _kinds[ordinal] switch
        {
            Kind.Integer => typeof(long),
            Kind.Real => typeof(double),
            Kind.Text => typeof(string),
            Kind.Blob => typeof(byte[]),
            _ => typeof(object),
        };
    }

    /// <summary>All columns as ADO.NET describes them.</summary>
    public ReadOnlyCollection<DbColumn> Schema() =>
        new([.. result.Columns.Select((name, ordinal) => (DbColumn)new ResultColumn(name, ordinal, Type(ordinal)))]);

    /// <summary>The same as a table.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2111", Justification = "The column of types holds types alone; nobody calls their members through it.")]
    public DataTable Table()
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        for (var ordinal = 0; ordinal < result.Columns.Count; ordinal++)
            table.Rows.Add(result.Columns[ordinal], ordinal, -1, Type(ordinal), NameOf(Type(ordinal)), true);
        return table;
    }

    private int Checked(int ordinal) => ordinal >= 0 && ordinal < result.Columns.Count
        ? ordinal
        : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"The result has {result.Columns.Count} columns.");

    private int? Find(string name, StringComparison comparison)
    {
        for (var at = 0; at < result.Columns.Count; at++)
        {
            if (result.Columns[at].Equals(name, comparison))
                return at;
        }

        return null;
    }

    private Kind KindOf(int ordinal)
    {
        var kind = Kind.Null;
        foreach (var row in result.Rows)
        {
            var here = row[ordinal] switch { null => Kind.Null, long => Kind.Integer, double => Kind.Real, string => Kind.Text, _ => Kind.Blob };
            if (here == kind || here == Kind.Null)
                continue;
            if (kind != Kind.Null)
                return Kind.Mixed;
            kind = here;
        }

        return kind;
    }
}
