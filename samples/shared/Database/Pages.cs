using Capstan.Client;

namespace Samples.Shared.Database;

/// <summary>Reads of any number of rows, of which the database gives at most 10,000 in one answer.</summary>
public static class Pages
{
    /// <summary>Rows of a full page. The last page is shorter.</summary>
    public const int Size = 5_000;

    /// <summary>All rows. One read, and another one after each full page.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="page">The statement of at most <see cref="Size"/> rows that come after a row; after none for the first page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">There is no answer.</exception>
    public static async Task<IReadOnlyList<object?[]>> ReadAllAsync(
        this StoreSession database, Func<object?[]?, Statement> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResultSet> first = await database.ReadAsync(cancellationToken, page(null));
        return await database.ReadAllAsync(first[0].Rows, page, cancellationToken);
    }

    /// <summary>The same when the first page has been read already.</summary>
    /// <exception cref="StoreException">There is no answer.</exception>
    public static async Task<IReadOnlyList<object?[]>> ReadAllAsync(
        this StoreSession database, IReadOnlyList<object?[]> first, Func<object?[]?, Statement> page, CancellationToken cancellationToken)
    {
        if (first.Count < Size)
        {
            return first;
        }

        var rows = new List<object?[]>(first);
        for (IReadOnlyList<object?[]> next = first; next.Count == Size;)
        {
            next = (await database.ReadAsync(cancellationToken, page(rows[^1])))[0].Rows;
            rows.AddRange(next);
        }

        return rows;
    }
}
