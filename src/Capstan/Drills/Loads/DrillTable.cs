using System.Globalization;
using System.Security.Cryptography;
using Capstan.Client;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>The table of one round. It has no key, so that a write which took effect twice is there twice.</summary>
internal sealed class DrillTable(DatabaseClient client)
{
    private const int Page = 10_000;

    /// <summary>Its name, which no other round has.</summary>
    public string Name { get; } = "drill_" + RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>Makes it.</summary>
    /// <exception cref="DatabaseException">The database refuses or does not answer.</exception>
    public Task CreateAsync(CancellationToken cancellationToken) => client.ExecuteAsync(
        [
            new Statement($"CREATE TABLE {Name}(writer INTEGER NOT NULL, number INTEGER NOT NULL)"),
            new Statement($"CREATE INDEX {Name}_order ON {Name}(writer, number)"),
        ],
        null, cancellationToken);

    /// <summary>Removes it; nothing happens when it is not there.</summary>
    /// <exception cref="DatabaseException">The database refuses or does not answer.</exception>
    public Task DropAsync(CancellationToken cancellationToken) =>
        client.ExecuteAsync([new Statement($"DROP TABLE IF EXISTS {Name}")], null, cancellationToken);

    /// <summary>Inserts a row.</summary>
    public Statement Insert(int writer, long number) => new($"INSERT INTO {Name}(writer, number) VALUES (?, ?)", writer, number);

    /// <summary>Asks for the highest number of a writer.</summary>
    public Statement Highest(int writer) => new($"SELECT coalesce(max(number), 0) FROM {Name} WHERE writer = ?", writer);

    /// <summary>
    /// Reads all rows at level linear, as often as there are followers. They answer in turn, and between two readings the turn is moved on
    /// so that each part is shown by each of them.
    /// </summary>
    /// <param name="followers">Followers that serve, 0 or more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseException">The database refuses or does not answer.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<DrillRow>>> ReadBackAsync(int followers, CancellationToken cancellationToken)
    {
        var readings = new List<IReadOnlyList<DrillRow>>();
        for (var reading = 0; reading < Math.Max(1, followers); reading++)
        {
            var (rows, pages) = await ReadAsync(cancellationToken);
            readings.Add(rows);
            for (var turn = pages; followers > 0 && turn % followers != 1 % followers; turn++)
                await QueryAsync(new Statement("SELECT 1"), cancellationToken);
        }

        return readings;
    }

    private async Task<(IReadOnlyList<DrillRow> Rows, int Pages)> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = new List<DrillRow>();
        var after = 0L;
        for (var pages = 1; ; pages++)
        {
            var page = await QueryAsync(
                new Statement(string.Create(CultureInfo.InvariantCulture, $"SELECT rowid, writer, number FROM {Name} WHERE rowid > ? ORDER BY rowid LIMIT {Page}"), after),
                cancellationToken);
            rows.AddRange(page.Rows.Select(row => new DrillRow((int)(long)row[1]!, (long)row[2]!)));
            if (page.Rows.Count < Page)
                return (rows, pages);
            after = (long)page.Rows[^1][0]!;
        }
    }

    private async Task<ResultSet> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        (await client.QueryAsync([statement], new ReadOptions { Level = ReadLevel.Linear }, cancellationToken)).Results[0];
}
