using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>
/// A clock for connections: on those opened with it, 'now', CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME, also in defaults and triggers,
/// are what was set last. Others keep the system's time. It is used by the thread of its connection.
/// </summary>
/// <remarks>
/// A VFS that is the system's default one with the two methods for the time replaced. SQLite asks once per step, so within one step the
/// time stands still. SQLite keeps pointers to the VFS while a connection is open, hence the count of users.
/// </remarks>
public sealed unsafe class SqliteClock : IDisposable
{
    /// <summary>1970-01-01 in milliseconds since the beginning of the Julian day count, which is what SQLite counts in.</summary>
    private const long UnixEpoch = 210_866_760_000_000;

    private const double MillisecondsPerDay = 86_400_000;

    private static int _count;

    private readonly byte[] _name;
    private ClockVfs* _vfs;
    private int _users;

    /// <summary>Makes a clock that stands at 1970-01-01.</summary>
    /// <exception cref="SqliteException">SQLite does not take it.</exception>
    /// <exception cref="SqliteLibraryException">The library is missing or will not do.</exception>
    public SqliteClock()
    {
        SqliteLibrary.Require();
        var original = Sqlite3.FindVfs(null);
        if (original is null || original->Version < 2) throw new SqliteLibraryException("SQLite's default VFS is missing or too old");
        _name = GC.AllocateArray<byte>(32, pinned: true);
        NativeText.Terminated($"clock-{Interlocked.Increment(ref _count)}").CopyTo(_name, 0);
        _vfs = (ClockVfs*)NativeMemory.AllocZeroed((nuint)sizeof(ClockVfs));
        _vfs->Vfs = *original;
        _vfs->Vfs.Name = (byte*)Unsafe.AsPointer(ref _name[0]);
        _vfs->Vfs.CurrentTime = &OnTime;
        _vfs->Vfs.CurrentTimeInt64 = &OnTimeInt64;
        UnixMilliseconds = 0;
        var code = Sqlite3.RegisterVfs(&_vfs->Vfs, 0);
        if (code == Sqlite3.Ok) return;
        Free();
        throw SqliteException.Of(code);
    }

    /// <summary>The time in milliseconds since 1970-01-01 UTC. SQLite's date functions know the years 0 to 9999.</summary>
    public long UnixMilliseconds
    {
        get => Time - UnixEpoch;
        set => Time = value + UnixEpoch;
    }

    private ref long Time
    {
        get
        {
            ObjectDisposedException.ThrowIf(_vfs is null, this);
            return ref _vfs->JulianMilliseconds;
        }
    }

    /// <summary>Ends the clock. Again has no effect.</summary>
    /// <exception cref="InvalidOperationException">A connection that uses it is open.</exception>
    public void Dispose()
    {
        if (_vfs is null) return;
        if (Volatile.Read(ref _users) > 0) throw new InvalidOperationException("a connection that uses this clock is open");
        _ = Sqlite3.UnregisterVfs(&_vfs->Vfs);
        Free();
    }

    /// <summary>Counts a connection, and gives the VFS's name in pinned memory.</summary>
    internal byte* Use()
    {
        ObjectDisposedException.ThrowIf(_vfs is null, this);
        Interlocked.Increment(ref _users);
        return _vfs->Vfs.Name;
    }

    /// <summary>A connection is closed.</summary>
    internal void Leave() => Interlocked.Decrement(ref _users);

    private void Free()
    {
        NativeMemory.Free(_vfs);
        _vfs = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTimeInt64(NativeVfs* vfs, long* time)
    {
        *time = ((ClockVfs*)vfs)->JulianMilliseconds;
        return Sqlite3.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTime(NativeVfs* vfs, double* time)
    {
        *time = ((ClockVfs*)vfs)->JulianMilliseconds / MillisecondsPerDay;
        return Sqlite3.Ok;
    }
}
