using Capstan.Sqlite.Native;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Sqlite;

/// <summary>Owns a native connection. Statements of virtual tables (FTS keeps some) are finalized by these tables themselves on closing.</summary>
internal sealed class DatabaseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over a native connection, also one whose opening failed.</summary>
    public DatabaseHandle(nint database) : base(ownsHandle: true) => SetHandle(database);

    /// <inheritdoc />
    protected override bool ReleaseHandle() => Sqlite3.Close(handle) == Sqlite3.Ok;
}
