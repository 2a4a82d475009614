using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>The rows in an array of results.</summary>
public static class ResultRows
{
    /// <summary>The rows of the statement number <paramref name="statement"/>, from 0; each an array of values.</summary>
    /// <exception cref="DatabaseException">The answer has no such rows.</exception>
    public static JsonElement Rows(this JsonElement results, int statement = 0) =>
        statement < results.GetArrayLength() && results[statement].Field("rows") is { ValueKind: JsonValueKind.Array } rows
            ? rows
            : throw new DatabaseException(DatabaseException.Refused, "the database's answer lacks rows that were asked for");

    /// <summary>The only value of a statement that returns one row of one column.</summary>
    /// <exception cref="DatabaseException">The answer has no such value.</exception>
    public static long Number(this JsonElement results, int statement = 0) =>
        results.Rows(statement) is var rows && rows.GetArrayLength() == 1 && rows[0].GetArrayLength() == 1 && rows[0][0].TryGetInt64(out long number)
            ? number
            : throw new DatabaseException(DatabaseException.Refused, "the database's answer lacks the number that was asked for");
}
