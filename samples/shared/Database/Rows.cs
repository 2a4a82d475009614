using Capstan.Client;

namespace Samples.Shared.Database;

/// <summary>Values of rows, which are of the type that their column has.</summary>
public static class Rows
{
    /// <summary>A whole number.</summary>
    /// <exception cref="StoreException">The schema is another one.</exception>
    public static long Number(this object?[] row, int column) => row[column] is long number ? number : throw OtherType(row, column);

    /// <summary>A text.</summary>
    /// <exception cref="StoreException">The schema is another one.</exception>
    public static string Text(this object?[] row, int column) => row[column] as string ?? throw OtherType(row, column);

    /// <summary>The only value of a statement that returns one row of one number.</summary>
    /// <exception cref="StoreException">The answer has no such value.</exception>
    public static long Number(this ResultSet result) =>
        result.Rows is [{ Length: 1 } row] ? row.Number(0) : throw new StoreException("the database's answer lacks the number that was asked for");

    private static StoreException OtherType(object?[] row, int column) =>
        new($"the database gives {row[column]?.GetType().Name ?? "null"} for a column of another type; its schema is not that of schema.sql");
}
