using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Capstan.Sqlite.Native;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    /// <summary>Adds a function to this connection, or takes the place of the one of that name and number of arguments, built-in ones too.</summary>
    /// <param name="name">Name, at most 255 bytes of UTF-8; case does not matter.</param>
    /// <param name="arguments">Number of arguments; -1 for any. The closest number wins, so a built-in with a number is overridden by the same.</param>
    /// <param name="function">What it does.</param>
    /// <param name="flags">What it promises.</param>
    /// <exception cref="SqliteException">A name or number out of range (misuse), or a statement that uses the function is running (busy).</exception>
    public void CreateFunction(string name, int arguments, SqliteFunction function, SqliteFunctionFlags flags = SqliteFunctionFlags.None)
    {
        ArgumentNullException.ThrowIfNull(function);
        var database = Database;
        var entry = GCHandle.Alloc(new FunctionEntry(this, function));
        // SQLite calls the destructor also when it fails, so the handle is SQLite's from here on.
        fixed (byte* text = NativeText.Terminated(name))
        {
            Check(Sqlite3.CreateFunction(
                database, text, arguments, Sqlite3.Utf8 | (int)flags, GCHandle.ToIntPtr(entry), &OnFunction, 0, 0, &OnFunctionGone));
        }
    }

    /// <summary>
    /// Takes a function away. The built-in one that it had overridden does not come back: a statement that calls that name with that
    /// number fails ("wrong number of arguments") on this connection. So built-in ones are taken away too.
    /// </summary>
    /// <param name="name">Name.</param>
    /// <param name="arguments">Number of arguments as it was added, or as the built-in one has it.</param>
    /// <exception cref="SqliteException">A statement that uses the function is running (busy).</exception>
    public void RemoveFunction(string name, int arguments)
    {
        fixed (byte* text = NativeText.Terminated(name))
            Check(Sqlite3.CreateFunction(Database, text, arguments, Sqlite3.Utf8, 0, null, 0, 0, null));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFunction(nint context, int count, nint* arguments)
    {
        var entry = Unsafe.As<FunctionEntry>(GCHandle.FromIntPtr(Sqlite3.UserData(context)).Target!);
        var call = new SqliteFunctionCall(context, count, arguments);
        try
        {
            entry.Function(call);
        }
        catch (Exception thrown)
        {
            entry.Connection.Keep(thrown);
            call.Fail("the function threw an exception");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFunctionGone(nint state) => GCHandle.FromIntPtr(state).Free();
}
