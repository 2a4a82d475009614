using Capstan.Database.Api.Bodies;

namespace Capstan.Database.Api.Schemas;

/// <summary>A user table.</summary>
/// <param name="Name">As the schema spells it.</param>
/// <param name="Columns">Its columns in order.</param>
internal sealed record SchemaTable(string Name, IReadOnlyList<SchemaColumn> Columns)
{
    /// <summary>A column by the name that a request gives.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public SchemaColumn Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new UnknownNameException($"The table '{Name}' has no column '{JsonFields.Shown(name)}'.");
}
