using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>Reads of any number of rows, of which the database gives at most 10,000 in one answer.</summary>
public static class Pages
{
    /// <summary>Rows of a full page. The last page is shorter.</summary>
    public const int Size = 5_000;

    /// <summary>All rows. One read, and another one after each full page.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="page">The statement of at most <see cref="Size"/> rows that come after a row; after none for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseException">There is no answer.</exception>
    public static Task<IReadOnlyList<JsonElement>> ReadAllAsync(
        this DatabaseSession database, Func<JsonElement?, Statement> page, CancellationToken cancellationToken) =>
        ReadAllAsync(database, first: null, page, cancellationToken);

    /// <summary>The same when the first page has been read already.</summary>
    /// <exception cref="DatabaseException">There is no answer.</exception>
    public static async Task<IReadOnlyList<JsonElement>> ReadAllAsync(
        this DatabaseSession database, JsonElement? first, Func<JsonElement?, Statement> page, CancellationToken cancellationToken)
    {
        var rows = new List<JsonElement>();
        JsonElement next = first ?? (await database.ReadAsync(cancellationToken, page(null))).Rows();
        rows.AddRange(next.EnumerateArray());
        while (next.GetArrayLength() == Size)
        {
            next = (await database.ReadAsync(cancellationToken, page(rows[^1]))).Rows();
            rows.AddRange(next.EnumerateArray());
        }

        return rows;
    }
}
