namespace Capstan.Database.Api.Schemas;

/// <summary>A column of a user table.</summary>
/// <param name="Name">As the schema spells it.</param>
/// <param name="HasAffinity">
/// Whether the declared type makes SQLite convert what it is compared with; a column without one tells text <c>'1'</c> and integer 1 apart.
/// </param>
/// <param name="IsGenerated">Whether it is computed and cannot be written.</param>
internal sealed record SchemaColumn(string Name, bool HasAffinity, bool IsGenerated)
{
    // The rules of SQLite in their order ("Determination Of Column Affinity"): whatever none of these is in is numeric.
    private static readonly string[] Converting = ["INT", "CHAR", "CLOB", "TEXT"];

    /// <summary>A column by its declared type.</summary>
    public static SchemaColumn Of(string name, string type, bool isGenerated)
    {
        var converts = Converting.Any(part => type.Contains(part, StringComparison.OrdinalIgnoreCase))
            || (type.Length > 0 && !type.Contains("BLOB", StringComparison.OrdinalIgnoreCase) && !type.Equals("ANY", StringComparison.OrdinalIgnoreCase));
        return new SchemaColumn(name, converts, isGenerated);
    }
}
