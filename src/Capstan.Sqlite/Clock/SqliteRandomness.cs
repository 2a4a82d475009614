using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// The seed of SQLite's own generator, which makes the random rowids that follow the largest one (9223372036854775807), random() and
/// randomblob() unless these are overridden, and names and salts of files. There is one generator per process, not per connection.
/// </summary>
/// <remarks>
/// Rowids are reproducible when nothing else draws between the seeding and the statement's end. On the writing connection draws come from
/// spilling a full page cache into a WAL file that starts over (seen; PRAGMA cache_spill = OFF prevents it) and from temporary files
/// (PRAGMA temp_store = MEMORY); on other connections from random(), randomblob() and temporary files, so override the functions there too.
/// </remarks>
public static unsafe class SqliteRandomness
{
    private const int PrngSeed = 28;

    private static readonly Lazy<bool> Works = new(Try);

    /// <summary>Starts the generator anew from a seed: the same seed, the same draws.</summary>
    /// <param name="seed">The seed. SQLite takes 0 for "none", so 0 stands for 1.</param>
    /// <exception cref="SqliteLibraryException">The library was built without the test controls that this needs (SQLITE_UNTESTABLE).</exception>
    public static void Seed(int seed)
    {
        if (!Works.Value)
            throw new SqliteLibraryException($"SQLite {SqliteLibrary.Version} was built with UNTESTABLE: its generator cannot be seeded");
        Set(seed == 0 ? 1 : seed);
    }

    /// <summary>Starts the generator anew from the system's randomness.</summary>
    public static void Unseed()
    {
        SqliteLibrary.Require();
        Set(0);
    }

    private static void Set(int seed) => _ = Sqlite3.TestControl(PrngSeed, seed, 0);

    private static bool Try()
    {
        SqliteLibrary.Require();
        long first, second;
        Set(1);
        Sqlite3.Randomness(sizeof(long), (byte*)&first);
        Set(1);
        Sqlite3.Randomness(sizeof(long), (byte*)&second);
        return first == second;
    }
}
