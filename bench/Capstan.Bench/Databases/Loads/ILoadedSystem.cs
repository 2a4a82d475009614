namespace Capstan.Bench.Databases.Loads;

/// <summary>A database that runs, with the rows in it, until it is disposed of.</summary>
internal interface ILoadedSystem : IAsyncDisposable
{
    /// <summary>Its loads, writes last.</summary>
    IReadOnlyList<Load> Loads { get; }

    /// <summary>Looks whether every acknowledged write is there, and none twice.</summary>
    /// <exception cref="BenchException">One is missing or there twice.</exception>
    Task CheckAsync();
}
