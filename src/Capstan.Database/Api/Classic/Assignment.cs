using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>A column and what it gets.</summary>
/// <param name="Column">The column as the request names it.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Assignment(string Column, SqlValue Value)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="BadRequestException">It has no SQL value.</exception>
    public static Assignment Of(string column, JsonElement value) =>
        new(column, SqlValues.Of(value, $"The value for '{JsonFields.Shown(column)}'"));

    /// <summary>The column.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    /// <exception cref="BadRequestException">It is computed.</exception>
    public SchemaColumn In(SchemaTable table) => table.Column(Column) is { IsGenerated: false } column
        ? column
        : throw new BadRequestException($"The column '{JsonFields.Shown(Column)}' is computed and cannot be written.");
}
