using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>Body of <c>db/read</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns wanted; null for all.</param>
/// <param name="Where">Which rows; null for all.</param>
/// <param name="IsCount">Whether their number is wanted and not they.</param>
/// <param name="Order">Columns to sort by.</param>
/// <param name="Limit">Most rows; null when more than <see cref="ApiLimits.ClassicRows"/> are an error.</param>
internal sealed record ClassicRead(
    string Table, IReadOnlyList<string>? Columns, IWhereNode? Where, bool IsCount, IReadOnlyList<string> Order, int? Limit)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static ClassicRead Parse(JsonElement body)
    {
        JsonFields.AllowOnly(body, "The body", "table", "columns", "where", "count", "order", "limit");
        var columns = JsonFields.Find(body, "columns") is { } list ? ClassicFields.Names(list, "'columns'") : null;
        var isCount = JsonFields.Flag(body, "count");
        var order = JsonFields.Find(body, "order") is { } names ? ClassicFields.Names(names, "'order'") : [];
        if (columns is { Count: 0 } && !isCount)
            throw new BadRequestException("'columns' is empty. Leave it out for all columns.");
        return new ClassicRead(ClassicFields.Table(body), columns, WhereJson.Parse(JsonFields.Find(body, "where")), isCount, order, LimitOf(body));
    }

    /// <summary>The statement.</summary>
    /// <exception cref="UnknownNameException">There is no such table or column.</exception>
    /// <exception cref="BadRequestException">A pattern is too long or no text.</exception>
    public SqlStatement Compile(SchemaMap schema)
    {
        var table = schema.Table(Table);
        var columns = Columns is null ? table.Columns : [.. Columns.Select(table.Column)];
        var sql = new SqlBuilder(table).Text("SELECT ");
        if (IsCount)
            return sql.Text("count(*) AS \"count\" FROM ").TableName().Where(Where).Build();
        sql.Columns(columns).Text(" FROM ").TableName().Where(Where);
        if (Order.Count > 0)
            sql.Text(" ORDER BY ").Columns(Order.Select(table.Column));

        // One row more than may be answered tells that there are more, so that nobody takes a part for the whole.
        return sql.Text(" LIMIT ").Number(Limit ?? ApiLimits.ClassicRows + 1).Build();
    }

    private static int? LimitOf(JsonElement body)
    {
        if (JsonFields.Find(body, "limit") is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit) && limit is >= 1 and <= ApiLimits.ClassicRows
            ? limit
            : throw new BadRequestException($"'limit' is no number from 1 to {ApiLimits.ClassicRows}.");
    }
}
