using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;

namespace Capstan.Database.Api.Classic;

/// <summary>Members that reads and writes of the classic API share.</summary>
internal static class ClassicFields
{
    private const int MostNames = 1_000;

    /// <summary>The table.</summary>
    /// <exception cref="BadRequestException">There is none.</exception>
    public static string Table(JsonElement body) =>
        JsonFields.FindText(body, "table") ?? throw new BadRequestException("'table' is missing.");

    /// <summary>The condition of a write, which must have one: emptying a table is <c>db/clear</c>'s or SQL's business.</summary>
    /// <exception cref="BadRequestException">There is none, or it is wrong.</exception>
    public static IWhereNode NeededWhere(JsonElement body) =>
        WhereJson.Parse(JsonFields.Find(body, "where")) ?? throw new BadRequestException("'where' is missing or empty; an update or delete needs one.");

    /// <summary>An array of different names.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static IReadOnlyList<string> Names(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostNames)
            throw new BadRequestException($"{place} is no array of at most {MostNames} names.");
        var names = value.EnumerateArray().Select(element => JsonFields.Text(element, $"A name in {place}")).ToList();
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names : throw new BadRequestException($"{place} has a name twice.");
    }
}
