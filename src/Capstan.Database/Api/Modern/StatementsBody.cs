using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Modern;

/// <summary>The statements of a request: <c>"statements":[…]</c>, or one in the body itself.</summary>
internal static class StatementsBody
{
    private const string Sql = "sql";
    private const string Parameters = "parameters";
    private const string Expect = "expect";

    /// <summary>Reads them.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mayExpect">Whether a statement may expect rows.</param>
    /// <param name="others">Members of the body that somebody else reads.</param>
    /// <exception cref="BadRequestException">They are wrong.</exception>
    public static IReadOnlyList<SqlStatement> Parse(JsonElement body, bool mayExpect, params ReadOnlySpan<string> others)
    {
        if (JsonFields.Find(body, "statements") is not { } list)
        {
            JsonFields.AllowOnly(body, "The body", [Sql, Parameters, .. Expectation(mayExpect), .. others]);
            return [Statement(body, "")];
        }

        JsonFields.AllowOnly(body, "The body", ["statements", .. others]);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 1 or > ApiLimits.Statements)
            throw new BadRequestException($"'statements' is no array of 1 to {ApiLimits.Statements} statements.");
        return [.. list.EnumerateArray().Select((element, index) => Element(element, $"statements[{index}]", mayExpect))];
    }

    private static SqlStatement Element(JsonElement element, string place, bool mayExpect)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new BadRequestException($"{place} is no object with 'sql'.");
        JsonFields.AllowOnly(element, place, [Sql, Parameters, .. Expectation(mayExpect)]);
        return Statement(element, place + ".");
    }

    private static string[] Expectation(bool mayExpect) => mayExpect ? [Expect] : [];

    private static SqlStatement Statement(JsonElement element, string place)
    {
        var sql = JsonFields.Find(element, Sql) is { } text ? JsonFields.Text(text, place + Sql) : "";
        if (string.IsNullOrWhiteSpace(sql))
            throw new BadRequestException($"{place}sql is missing or empty.");
        return new SqlStatement { Sql = sql, Parameters = Values(element, place + Parameters), ExpectsRows = Expects(element, place) };
    }

    private static bool Expects(JsonElement element, string place) => JsonFields.Find(element, Expect) switch
    {
        null => false,
        { ValueKind: JsonValueKind.String } value when value.ValueEquals("rows") => true,
        _ => throw new BadRequestException($"{place}expect is not \"rows\", the only thing that can be expected."),
    };

    private static IReadOnlyList<SqlParameter> Values(JsonElement element, string place) => JsonFields.Find(element, Parameters) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Select((value, index) => new SqlParameter(null, SqlValues.Of(value, $"{place}[{index}]")))],
        { ValueKind: JsonValueKind.Object } named =>
            [.. named.EnumerateObject().Select(member => Named(JsonFields.NameOf(member, place), member.Value, place))],
        _ => throw new BadRequestException($"{place} is neither an array nor an object."),
    };

    private static SqlParameter Named(string name, JsonElement value, string place) => name.Length > 0
        ? new SqlParameter(name, SqlValues.Of(value, $"{place}.{JsonFields.Shown(name)}"))
        : throw new BadRequestException($"{place} has an empty name.");
}
