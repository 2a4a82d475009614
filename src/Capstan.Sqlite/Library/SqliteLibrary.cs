using System.Reflection;
using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// The system's libsqlite3. Loaded, checked and configured at first use; every member throws <see cref="SqliteLibraryException"/> when
/// that fails, with the same message each time.
/// </summary>
public static unsafe class SqliteLibrary
{
    private const int ConfigMemoryStatus = 9;
    private const int ConfigUri = 17;

    private static readonly Lazy<LoadedLibrary> Loaded = new(Load);

    /// <summary>The library's version, at least 3.37.</summary>
    public static Version Version => Loaded.Value.Version;

    /// <summary>Check-in that the library was built from, as SQLite reports it.</summary>
    public static string SourceId => Loaded.Value.SourceId;

    /// <summary>
    /// Version and a hash over source and compile options (the compiler's name left out). Two machines whose texts are equal run SQL alike.
    /// </summary>
    public static string Options => Loaded.Value.Digest;

    /// <summary>The compile options, sorted.</summary>
    public static IReadOnlyList<string> CompileOptions => Loaded.Value.CompileOptions;

    /// <summary>Loads and checks the library now, for a message at start instead of at the first use.</summary>
    /// <exception cref="SqliteLibraryException">It is missing, too old, or built without threads or preupdate hooks.</exception>
    public static void Require() => _ = Loaded.Value;

    internal static int? ErrorOffset(nint database)
    {
        if (Loaded.Value.ErrorOffset == 0) return null;
        var offset = ((delegate* unmanaged<nint, int>)Loaded.Value.ErrorOffset)(database);
        return offset < 0 ? null : offset;
    }

    private static LoadedLibrary Load()
    {
        var loaded = LoadedLibrary.Load(new SystemLibraries());
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Sqlite3.Library ? loaded.Handle : 0);
        // Both are refused when another user of the library was earlier, and then cost only speed and a second line of defence:
        // memory statistics put a process-wide lock on each allocation, and Debian's build takes "file:" names for URIs everywhere.
        _ = Sqlite3.Configure(ConfigMemoryStatus, 0);
        _ = Sqlite3.Configure(ConfigUri, 0);
        var code = Sqlite3.Initialize();
        return code == Sqlite3.Ok ? loaded : throw new SqliteLibraryException($"SQLite {loaded.Version} does not start (code {code})");
    }
}
