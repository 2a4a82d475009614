using System.Runtime.InteropServices;

namespace Capstan.Sqlite.Native;

/// <summary>sqlite3_vfs, version 3 (sqlite.org/c3ref/vfs.html). Methods that are only copied are opaque.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVfs
{
    public int Version;
    public int FileSize;
    public int LongestPath;
    public nint Next;
    public byte* Name;
    public nint State;
    public nint Open;
    public nint Delete;
    public nint Access;
    public nint FullPathname;
    public nint LibraryOpen;
    public nint LibraryError;
    public nint LibrarySymbol;
    public nint LibraryClose;
    public nint Randomness;
    public nint Sleep;
    public delegate* unmanaged[Cdecl]<NativeVfs*, double*, int> CurrentTime;
    public nint LastError;
    public delegate* unmanaged[Cdecl]<NativeVfs*, long*, int> CurrentTimeInt64;
    public nint SetSystemCall;
    public nint GetSystemCall;
    public nint NextSystemCall;
}
