namespace Capstan.Sqlite;

/// <summary>Finds native libraries and their functions. A port, so that tests can take a library away.</summary>
internal interface INativeLibraries
{
    /// <summary>Loads a library by the name the system's linker looks for; false when there is none.</summary>
    bool TryLoad(string name, out nint library);

    /// <summary>The address of a function of a loaded library; false when it has none of that name.</summary>
    bool TryFind(nint library, string symbol, out nint address);
}
