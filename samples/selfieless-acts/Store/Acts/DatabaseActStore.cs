using System.Text;
using Capstan.Client;
using Samples.Shared;
using Samples.Shared.Database;

namespace SelfieLess.Store.Acts;

/// <summary>Categories and acts in a database. What a change depends on is decided inside the write.</summary>
public sealed class DatabaseActStore(StoreSession database, TimeProvider clock) : IActStore
{
    private readonly LargeImages _images = new(database, clock);

    public async ValueTask<bool> AddCategoryAsync(string name, CancellationToken cancellationToken) =>
        (await database.WriteAsync(cancellationToken, new Statement("INSERT INTO categories (name) VALUES (?)", name))).IsDone;

    public async ValueTask<bool> RemoveCategoryAsync(string name, CancellationToken cancellationToken)
    {
        WriteOutcome outcome = await database.WriteAsync(
            cancellationToken,
            _images.LoosenOfCategory(name),
            new Statement("DELETE FROM categories WHERE name = ?", name) { MustChange = true });
        return outcome.IsDone;
    }

    public async ValueTask<IReadOnlyList<CategorySize>> ListCategoriesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<object?[]> rows = await database.ReadAllAsync(
            last => new Statement(
                "SELECT categoryId, name, (SELECT count(*) FROM acts WHERE acts.categoryId = categories.categoryId) "
                + "FROM categories WHERE categoryId > ? ORDER BY categoryId LIMIT ?",
                last?.Number(0) ?? 0,
                Pages.Size),
            cancellationToken);
        return [.. rows.Select(row => new CategorySize(row.Text(1), row.Number(2)))];
    }

    public async ValueTask<long?> CountAsync(string category, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResultSet> results = await database.ReadAsync(cancellationToken, ActRows.Total(category));
        return ActRows.ReadTotal(results[0]);
    }

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(cancellationToken, new Statement("SELECT count(*) FROM acts")))[0].Number();

    public async ValueTask<ActListing> ListAsync(string category, ActRange? range, CancellationToken cancellationToken)
    {
        // One state for both: the number is that of the list.
        IReadOnlyList<ResultSet> results = await database.ReadAsync(cancellationToken, ActRows.Total(category), ActRows.Latest(category, range));
        if (ActRows.ReadTotal(results[0]) is not { } total)
        {
            return new ActListing(ListingOutcome.UnknownCategory, []);
        }

        ListingOutcome outcome = ListingRule.Judge(total, range);
        return new ActListing(outcome, outcome == ListingOutcome.Found ? [.. results[1].Rows.Select(row => ActRows.Read(row, category, _images))] : []);
    }

    public async ValueTask<bool> AddAsync(NewAct act, CancellationToken cancellationToken)
    {
        if (act.Image.Length > LargeImages.LargestSmall)
        {
            return await _images.AddAsync(act, cancellationToken);
        }

        Statement add = ActRows.Add(act, smallImage: Encoding.ASCII.GetString(act.Image.Span), largeImage: null, pieces: 0);
        return (await database.WriteAsync(cancellationToken, add)).IsDone;
    }

    public async ValueTask<bool> RemoveAsync(ActId id, CancellationToken cancellationToken)
    {
        WriteOutcome outcome = await database.WriteAsync(
            cancellationToken,
            _images.LoosenOfAct(id),
            new Statement("DELETE FROM acts WHERE actId = ?", id.Digits) { MustChange = true });
        return outcome.IsDone;
    }

    public async ValueTask<bool> UpvoteAsync(ActId id, CancellationToken cancellationToken)
    {
        var upvote = new Statement("UPDATE acts SET upvotes = upvotes + 1 WHERE actId = ?", id.Digits) { MustChange = true };
        return (await database.WriteAsync(cancellationToken, upvote)).IsDone;
    }
}
