namespace Capstan.Bench.Databases.Loads;

/// <summary>Loads that promise about the same, and so stand in one table.</summary>
internal enum LoadKind
{
    /// <summary>Reads that may lag behind what was written.</summary>
    Any,

    /// <summary>Reads that show everything acknowledged before them.</summary>
    Linear,

    /// <summary>Writes that are on disk when they are acknowledged.</summary>
    Write,
}
