using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>The end of the rows that match.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which rows.</param>
internal sealed record ClassicDelete(string Table, IWhereNode Where) : IClassicWrite
{
    /// <summary>Reads <c>{"table":…,"delete":true,"where":…}</c>.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static ClassicDelete Parse(JsonElement body)
    {
        JsonFields.AllowOnly(body, "The body", "table", "delete", "where");
        return JsonFields.Flag(body, "delete")
            ? new ClassicDelete(ClassicFields.Table(body), ClassicFields.NeededWhere(body))
            : throw new BadRequestException("'delete' is false.");
    }

    /// <inheritdoc />
    public SqlStatement Compile(SchemaMap schema) =>
        new SqlBuilder(schema.Table(Table)).Text("DELETE FROM ").TableName().Where(Where).Build(expectsRows: true);
}
