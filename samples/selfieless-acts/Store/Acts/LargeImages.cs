using System.Text;
using Capstan.Client;
using Samples.Shared.Database;

namespace SelfieLess.Store.Acts;

/// <summary>
/// Images that are larger than the database takes in one write. The pieces of an upload are written first, under a name that no act has
/// yet, and the write that adds the act takes them over; so an act is there with its whole image or not at all. Pieces that no act has
/// (of an upload that broke off or was refused, of an act that is gone) stay for an hour, for those who still read them, and are then
/// removed by the uploads that follow.
/// </summary>
internal sealed class LargeImages(StoreSession database, TimeProvider clock)
{
    /// <summary>Characters of an image that is kept with its act, so that a list of acts is one read.</summary>
    public const int LargestSmall = 16 * 1024;

    /// <summary>Characters of a piece: the database takes a million bytes in one write.</summary>
    private const int PieceSize = 512 * 1024;

    private const int PiecesPerRead = 8;
    private const int RemovedPerUpload = 2;
    private const int KeptSeconds = 3600;

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Adds an act; false when its id is taken or its category unknown.</summary>
    public async Task<bool> AddAsync(NewAct act, CancellationToken cancellationToken)
    {
        string name = Guid.NewGuid().ToString("N");
        if (!(await database.WriteAsync(cancellationToken, [.. RemoveOld(), Begin(name, act)])).IsDone)
        {
            return false;
        }

        int pieces = 0;
        for (int at = 0; at < act.Image.Length; at += PieceSize)
        {
            string piece = Encoding.ASCII.GetString(act.Image.Span[at..Math.Min(at + PieceSize, act.Image.Length)]);
            await database.WriteAsync(
                cancellationToken,
                new Statement("UPDATE loose_images SET since = ? WHERE image = ?", Now, name) { MustChange = true },
                new Statement("INSERT INTO image_pieces (image, piece, content) VALUES (?, ?, ?)", name, pieces++, piece));
        }

        WriteOutcome outcome = await database.WriteAsync(
            cancellationToken,
            ActRows.Add(act, smallImage: null, name, pieces),
            new Statement("DELETE FROM loose_images WHERE image = ?", name) { MustChange = true });
        return outcome.IsDone;
    }

    /// <summary>Pieces of an image from one on, as many as one read gives.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string name, long from, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResultSet> results = await database.ReadSeenAsync(
            cancellationToken,
            new Statement("SELECT content FROM image_pieces WHERE image = ? AND piece >= ? ORDER BY piece LIMIT ?", name, from, PiecesPerRead));
        return [.. results[0].Rows.Select(row => row.Text(0))];
    }

    /// <summary>Before an act is removed: its pieces stay for a while.</summary>
    public Statement LoosenOfAct(ActId id) => new(
        "INSERT INTO loose_images (image, since) SELECT large_image, ? FROM acts WHERE actId = ? AND large_image IS NOT NULL",
        Now,
        id.Digits);

    /// <summary>Before a category is removed with its acts.</summary>
    public Statement LoosenOfCategory(string category) => new(
        "INSERT INTO loose_images (image, since) SELECT large_image, ? FROM acts "
        + "WHERE categoryId = (SELECT categoryId FROM categories WHERE name = ?) AND large_image IS NOT NULL",
        Now,
        category);

    /// <summary>Begins an upload, unless it would be refused in the end.</summary>
    private Statement Begin(string name, NewAct act) => new(
        "INSERT INTO loose_images (image, since) SELECT ?, ? FROM categories WHERE name = ? AND NOT EXISTS (SELECT 1 FROM acts WHERE actId = ?)",
        name,
        Now,
        act.Category,
        act.Id.Digits)
    {
        MustChange = true,
    };

    /// <summary>Few at a time, so that no write takes long, but more than an upload can leave behind.</summary>
    private Statement[] RemoveOld()
    {
        const string old = "(SELECT image FROM loose_images WHERE since < ? ORDER BY since, image LIMIT ?)";
        long before = Now - KeptSeconds;
        return
        [
            new Statement($"DELETE FROM image_pieces WHERE image IN {old}", before, RemovedPerUpload),
            new Statement($"DELETE FROM loose_images WHERE image IN {old}", before, RemovedPerUpload),
        ];
    }
}
