using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Modern;

/// <summary>Body of <c>/v1/query</c>.</summary>
/// <param name="Statements">What to read.</param>
/// <param name="Level">The level; null when it does not say.</param>
/// <param name="MaxStaleness">How old the state may be; null when it does not say.</param>
/// <param name="Shape">How rows are written.</param>
internal sealed record QueryBody(IReadOnlyList<SqlStatement> Statements, ReadLevel? Level, TimeSpan? MaxStaleness, RowShape Shape)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static QueryBody Parse(JsonElement body)
    {
        var statements = StatementsBody.Parse(body, mayExpect: false, "level", "maxStaleness", "shape");
        var level = JsonFields.FindText(body, "level") switch
        {
            null => (ReadLevel?)null,
            "any" => ReadLevel.Any,
            "session" => ReadLevel.Session,
            "linear" => ReadLevel.Linear,
            _ => throw new BadRequestException("'level' is none of any, session and linear."),
        };
        var shape = JsonFields.FindText(body, "shape") switch
        {
            null or "arrays" => RowShape.Arrays,
            "objects" => RowShape.Objects,
            _ => throw new BadRequestException("'shape' is neither arrays nor objects."),
        };
        return new QueryBody(statements, level, Staleness(body, level), shape);
    }

    private static TimeSpan? Staleness(JsonElement body, ReadLevel? level)
    {
        if (JsonFields.FindText(body, "maxStaleness") is not { } text)
            return null;
        if (level is ReadLevel.Session or ReadLevel.Linear)
            throw new BadRequestException("'maxStaleness' is for reads of level any.");
        return WireTime.Parse(text) ?? throw new BadRequestException("'maxStaleness' is not a duration from 100ms to 60s, such as 500ms or 3s.");
    }
}
