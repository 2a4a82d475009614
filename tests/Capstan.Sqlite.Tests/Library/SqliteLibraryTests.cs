using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Tests.Library;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void Version_AndOptions_AreThoseOfTheRunningLibrary()
    {
        using var connection = SqliteConnection.OpenMemory();

        Assert.Equal(connection.QueryText("SELECT sqlite_version()"), SqliteLibrary.Version.ToString());
        Assert.Equal(connection.QueryText("SELECT sqlite_source_id()"), SqliteLibrary.SourceId);
        Assert.StartsWith($"{SqliteLibrary.Version} ", SqliteLibrary.Options);
        Assert.Contains("ENABLE_PREUPDATE_HOOK", SqliteLibrary.CompileOptions);
    }

    [Fact]
    public void Load_MissingLibrary_SaysWhatToInstall()
    {
        var fault = Assert.Throws<SqliteLibraryException>(() => LoadedLibrary.Load(new Libraries { Rename = name => name + ".absent" }));

        Assert.Contains("missing", fault.Message);
        Assert.Contains("libsqlite3.so.0", fault.Message);
        Assert.Contains("apt-get install libsqlite3-0", fault.Message);
        Assert.Contains("apk add sqlite-libs", fault.Message);
    }

    [Fact]
    public void Load_AnotherLibraryOfThatName_IsRefused() =>
        Assert.Contains("has no sqlite3_libversion_number", Assert.Throws<SqliteLibraryException>(
            () => LoadedLibrary.Load(new Libraries { Rename = _ => "libc.so.6" })).Message);

    [Fact]
    public void Load_TooOld_NamesBothVersions()
    {
        var fault = Assert.Throws<SqliteLibraryException>(() => LoadedLibrary.Load(new Libraries { Version = 3036001 }));

        Assert.Contains("SQLite is 3.36.1, and 3.37.0 is the oldest", fault.Message);
    }

    [Fact]
    public void Load_WithoutThreads_IsRefused() =>
        Assert.Contains("THREADSAFE=0", Assert.Throws<SqliteLibraryException>(
            () => LoadedLibrary.Load(new Libraries { ThreadSafe = false })).Message);

    [Fact]
    public void Load_WithoutPreupdateHook_IsRefused() =>
        Assert.Contains("ENABLE_PREUPDATE_HOOK", Assert.Throws<SqliteLibraryException>(
            () => LoadedLibrary.Load(new Libraries { Without = "sqlite3_preupdate_hook" })).Message);

    [Fact]
    public void Load_WithoutErrorOffset_IsTaken() =>
        Assert.Equal(0, LoadedLibrary.Load(new Libraries { Without = "sqlite3_error_offset" }).ErrorOffset);

    [Fact]
    public void Digest_OtherCompiler_IsTheSameAndOtherOptionsAreNot()
    {
        var version = new Version(3, 40, 1);
        var one = new LoadedLibrary(0, version, "source", ["A", "COMPILER=gcc-12"], 0);
        var compiler = new LoadedLibrary(0, version, "source", ["A", "COMPILER=clang"], 0);
        var option = new LoadedLibrary(0, version, "source", ["A", "B", "COMPILER=gcc-12"], 0);
        var source = new LoadedLibrary(0, version, "other", ["A", "COMPILER=gcc-12"], 0);

        Assert.Equal(one.Digest, compiler.Digest);
        Assert.NotEqual(one.Digest, option.Digest);
        Assert.NotEqual(one.Digest, source.Digest);
    }

    /// <summary>The system's libraries, with something taken away.</summary>
    private sealed unsafe class Libraries : INativeLibraries
    {
        private static int _number;

        public Func<string, string> Rename { get; init; } = name => name;

        public int? Version { get; init; }

        public bool ThreadSafe { get; init; } = true;

        public string? Without { get; init; }

        public bool TryLoad(string name, out nint library) => NativeLibrary.TryLoad(Rename(name), out library);

        public bool TryFind(nint library, string symbol, out nint address)
        {
            address = 0;
            if (symbol == Without) return false;
            if (symbol == "sqlite3_threadsafe" && !ThreadSafe) return Give((nint)(delegate* unmanaged<int>)&None, out address);
            if (symbol == "sqlite3_libversion_number" && Version is { } version)
            {
                _number = version;
                return Give((nint)(delegate* unmanaged<int>)&OldVersion, out address);
            }
            return NativeLibrary.TryGetExport(library, symbol, out address);
        }

        private static bool Give(nint value, out nint address)
        {
            address = value;
            return true;
        }

        [UnmanagedCallersOnly]
        private static int None() => 0;

        [UnmanagedCallersOnly]
        private static int OldVersion() => _number;
    }
}
