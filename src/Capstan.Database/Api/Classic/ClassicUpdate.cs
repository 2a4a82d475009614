using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>New values in the rows that match.</summary>
/// <param name="Table">The table.</param>
/// <param name="Values">Columns and values.</param>
/// <param name="Where">Which rows.</param>
internal sealed record ClassicUpdate(string Table, IReadOnlyList<Assignment> Values, IWhereNode Where) : IClassicWrite
{
    /// <summary>Reads <c>{"table":…,"update":{…},"where":…}</c>.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static ClassicUpdate Parse(JsonElement body)
    {
        JsonFields.AllowOnly(body, "The body", "table", "update", "where");
        var update = JsonFields.Find(body, "update")!.Value;
        if (update.ValueKind != JsonValueKind.Object || !update.EnumerateObject().Any())
            throw new BadRequestException("'update' is no object of columns and values, one or more.");
        var values = update.EnumerateObject().Select(member => Assignment.Of(JsonFields.NameOf(member, "'update'"), member.Value)).ToList();
        return new ClassicUpdate(ClassicFields.Table(body), values, ClassicFields.NeededWhere(body));
    }

    /// <inheritdoc />
    public SqlStatement Compile(SchemaMap schema)
    {
        var table = schema.Table(Table);
        var sql = new SqlBuilder(table);
        return sql.Text("UPDATE ").TableName().Text(" SET ")
            .Join(Values, ", ", value => sql.Column(value.In(table)).Text(" = ").Value(value.Value))
            .Where(Where).Build(expectsRows: true);
    }
}
