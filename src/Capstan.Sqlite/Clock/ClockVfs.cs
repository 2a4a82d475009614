using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

/// <summary>What a clock allocates: SQLite gets a pointer to the first field, and the time lies behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ClockVfs
{
    public NativeVfs Vfs;
    public long JulianMilliseconds;
}
