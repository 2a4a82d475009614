using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>One new row.</summary>
/// <param name="Table">The table.</param>
/// <param name="Values">Columns and values.</param>
internal sealed record ClassicInsert(string Table, IReadOnlyList<Assignment> Values) : IClassicWrite
{
    /// <summary>Reads <c>{"table":…,"column":[…],"insert":[…]}</c>.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static ClassicInsert Parse(JsonElement body)
    {
        JsonFields.AllowOnly(body, "The body", "table", "column", "insert");
        if (JsonFields.Find(body, "column") is not { } column)
            throw new BadRequestException("'column' is missing: the names of the columns, as many as 'insert' has values.");
        var names = ClassicFields.Names(column, "'column'");
        var values = JsonFields.Find(body, "insert")!.Value;
        if (values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != names.Count || names.Count == 0)
            throw new BadRequestException("'insert' and 'column' are not arrays of one length, 1 or more.");
        return new ClassicInsert(ClassicFields.Table(body), [.. names.Zip(values.EnumerateArray(), Assignment.Of)]);
    }

    /// <inheritdoc />
    public SqlStatement Compile(SchemaMap schema)
    {
        var table = schema.Table(Table);
        var sql = new SqlBuilder(table);
        return sql.Text("INSERT INTO ").TableName().Text(" (").Columns(Values.Select(value => value.In(table)))
            .Text(") VALUES (").Join(Values, ", ", value => sql.Value(value.Value)).Text(")").Build(expectsRows: true);
    }
}
