using System.Runtime.InteropServices;

namespace Capstan.Sqlite;

/// <summary>The system's dynamic linker.</summary>
internal sealed class SystemLibraries : INativeLibraries
{
    /// <inheritdoc />
    public bool TryLoad(string name, out nint library) => NativeLibrary.TryLoad(name, out library);

    /// <inheritdoc />
    public bool TryFind(nint library, string symbol, out nint address) => NativeLibrary.TryGetExport(library, symbol, out address);
}
