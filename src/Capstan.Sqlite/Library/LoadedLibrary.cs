using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Capstan.Sqlite;

/// <summary>A library that was found and passed the checks; built by <see cref="Load"/>, which works on addresses alone.</summary>
internal sealed unsafe record LoadedLibrary(nint Handle, Version Version, string SourceId, string[] CompileOptions, nint ErrorOffset)
{
    /// <summary>Names to try: the version that distributions install, then the development link.</summary>
    public static readonly string[] Names = ["libsqlite3.so.0", "libsqlite3.so"];

    /// <summary>3.37 (November 2021) brought 64-bit change counters, STRICT tables and PRAGMA table_list.</summary>
    public static readonly Version Oldest = new(3, 37, 0);

    private static readonly string[] Needed =
    [
        "sqlite3_preupdate_hook", "sqlite3_preupdate_old", "sqlite3_preupdate_new", "sqlite3_preupdate_count", "sqlite3_preupdate_depth",
    ];

    private const string Remedy =
        "Install the system's SQLite 3.37 or newer: apt-get install libsqlite3-0 (Debian, Ubuntu), dnf install sqlite-libs (Fedora, RHEL), " +
        "apk add sqlite-libs (Alpine), pacman -S sqlite (Arch), zypper install libsqlite3-0 (openSUSE)";

    /// <summary>A text that is equal for libraries that behave alike: version, source and a hash over the compile options.</summary>
    public string Digest { get; } = Digested(SourceId, Version, CompileOptions);

    /// <summary>Finds and checks a library.</summary>
    /// <exception cref="SqliteLibraryException">None is there, or none that will do.</exception>
    public static LoadedLibrary Load(INativeLibraries libraries)
    {
        var handle = Find(libraries);
        var number = ((delegate* unmanaged<int>)Address(libraries, handle, "sqlite3_libversion_number"))();
        var version = new Version(number / 1_000_000, number / 1000 % 1000, number % 1000);
        if (version < Oldest) throw new SqliteLibraryException($"SQLite is {version}, and {Oldest} is the oldest that will do. {Remedy}");
        if (((delegate* unmanaged<int>)Address(libraries, handle, "sqlite3_threadsafe"))() == 0)
            throw new SqliteLibraryException($"SQLite {version} was built without threads (THREADSAFE=0). {Remedy}");
        foreach (var symbol in Needed)
        {
            if (!libraries.TryFind(handle, symbol, out _))
                throw new SqliteLibraryException($"SQLite {version} was built without ENABLE_PREUPDATE_HOOK ({symbol} is missing). {Remedy}");
        }
        libraries.TryFind(handle, "sqlite3_error_offset", out var errorOffset);
        return new LoadedLibrary(handle, version, Source(libraries, handle), OptionsOf(libraries, handle), errorOffset);
    }

    private static nint Find(INativeLibraries libraries)
    {
        foreach (var name in Names)
        {
            if (libraries.TryLoad(name, out var handle)) return handle;
        }
        throw new SqliteLibraryException($"The SQLite library is missing (looked for {string.Join(" and ", Names)}). {Remedy}");
    }

    private static nint Address(INativeLibraries libraries, nint handle, string symbol) =>
        libraries.TryFind(handle, symbol, out var address)
            ? address
            : throw new SqliteLibraryException($"The library found as SQLite has no {symbol}. {Remedy}");

    private static string Source(INativeLibraries libraries, nint handle) =>
        Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Address(libraries, handle, "sqlite3_sourceid"))()) ?? "";

    private static string[] OptionsOf(INativeLibraries libraries, nint handle)
    {
        var get = (delegate* unmanaged<int, nint>)Address(libraries, handle, "sqlite3_compileoption_get");
        var options = new List<string>();
        for (var i = 0; Marshal.PtrToStringUTF8(get(i)) is { } option; i++) options.Add(option);
        options.Sort(StringComparer.Ordinal);
        return [.. options];
    }

    // The compiler's name differs between builds that behave alike.
    private static string Digested(string source, Version version, string[] options)
    {
        var text = string.Join('\n', options.Where(o => !o.StartsWith("COMPILER=", StringComparison.Ordinal)).Prepend(source));
        return $"{version} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}";
    }
}
