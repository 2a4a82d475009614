namespace Capstan.Commands.Databases.Importing;

/// <summary>What a file to import is.</summary>
internal enum ImportForm
{
    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>A SQL script.</summary>
    Script,

    /// <summary>A SQLite file.</summary>
    Database,
}
