using Capstan.Client;
using Samples.Shared;
using Samples.Shared.Database;

namespace SelfieLess.Store.Acts;

/// <summary>Acts as rows of the table <c>acts</c>.</summary>
internal static class ActRows
{
    /// <summary>Number of acts of a category: no row when it is unknown.</summary>
    public static Statement Total(string category) => new(
        "SELECT (SELECT count(*) FROM acts WHERE acts.categoryId = categories.categoryId) FROM categories WHERE name = ?",
        category);

    public static long? ReadTotal(ResultSet result) => result.Rows is [{ } row] ? row.Number(0) : null;

    /// <summary>The acts of a category in a range, latest first, and never more than one answer may show.</summary>
    public static Statement Latest(string category, ActRange? range)
    {
        ActRange wanted = range ?? new ActRange(1, ListingRule.MostActs);
        bool isSound = wanted.First >= 1 && wanted.First <= wanted.Last;
        return new Statement(
            "SELECT actId, username, timestamp, caption, upvotes, small_image, large_image, pieces FROM acts "
            + "WHERE categoryId = (SELECT categoryId FROM categories WHERE name = ?) ORDER BY moment DESC, number DESC LIMIT ? OFFSET ?",
            category,
            isSound ? Math.Min(wanted.Last - wanted.First, ListingRule.MostActs - 1) + 1 : 0,
            isSound ? wanted.First - 1 : 0);
    }

    public static Act Read(object?[] row, string category, LargeImages images) => new(
        ActId.Parse(row.Text(0)) ?? throw Unreadable("id"),
        row.Text(1),
        WrittenTime.Parse(row.Text(2)) ?? throw Unreadable("time"),
        row.Text(3),
        row.Number(4),
        category,
        row[5] is string small ? new SmallImage(small) : new LargeImage(images, row.Text(6), row.Number(7)));

    /// <summary>Adds an act: refused as taken when there is one with its id, as not matched when its category is unknown.</summary>
    public static Statement Add(NewAct act, string? smallImage, string? largeImage, int pieces) => new(
        "INSERT INTO acts (actId, categoryId, username, timestamp, moment, caption, small_image, large_image, pieces) "
        + "SELECT ?, categoryId, ?, ?, ?, ?, ?, ?, ? FROM categories WHERE name = ?",
        act.Id.Digits,
        act.Username,
        act.Time.Text,
        act.Time.Moment.ToUnixTimeSeconds(),
        act.Caption,
        smallImage,
        largeImage,
        pieces,
        act.Category)
    {
        MustChange = true,
    };

    private static StoreException Unreadable(string field) => new($"the database has an act with an unreadable {field}; a newer program wrote it");
}
