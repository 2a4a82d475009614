namespace Capstan.Commands.Databases.Importing;

/// <summary>What was made of a file, ready to be sent.</summary>
/// <param name="MayCreate">Whether tables may be created from it.</param>
/// <param name="LineOf">Gives the line in the file of a row of a table, as faults of the database name it; null when it cannot be told.</param>
internal sealed record PreparedImport(bool MayCreate, Func<string, long, long?> LineOf)
{
    /// <summary>Rows whose lines nobody knows.</summary>
    public static long? NoLine(string table, long row) => null;
}
