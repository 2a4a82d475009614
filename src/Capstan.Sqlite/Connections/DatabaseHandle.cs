using Capstan.Sqlite.Native;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Sqlite;

/// <summary>Owns a native connection: finalizes what statements are left, then closes.</summary>
internal sealed class DatabaseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes over a native connection, also one whose opening failed.</summary>
    public DatabaseHandle(nint database) : base(ownsHandle: true) => SetHandle(database);

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        // The first try lets virtual tables go, some of which (FTS) keep statements of their own that only they may finalize.
        if (Sqlite3.Close(handle) == Sqlite3.Ok) return true;
        nint statement;
        while ((statement = Sqlite3.NextStatement(handle, 0)) != 0) Sqlite3.FinalizeStatement(statement);
        return Sqlite3.Close(handle) == Sqlite3.Ok;
    }
}
