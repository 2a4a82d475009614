using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>
/// Conditions of requests: a text (<see cref="WhereText"/>), an object of columns and values that all must be equal, or a tree of
/// <c>{"and":[…]}</c>, <c>{"or":[…]}</c> and <c>{"col":…,"op":…,"value":…}</c>.
/// </summary>
internal static class WhereJson
{
    /// <summary>The condition of a request; null when it has none, that is none at all, null, <c>""</c> or <c>{}</c>.</summary>
    /// <exception cref="BadRequestException">It is no condition, or too deep or long.</exception>
    public static IWhereNode? Parse(JsonElement? where)
    {
        if (where is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return JsonFields.Text(value, "'where'") is var text && string.IsNullOrWhiteSpace(text) ? null : WhereText.Parse(text);
        if (value.ValueKind != JsonValueKind.Object)
            throw new BadRequestException("'where' is neither a text nor an object.");
        if (!value.EnumerateObject().Any())
            return null;
        var terms = 0;
        return Node(value, 1, ref terms);
    }

    private static IWhereNode Node(JsonElement value, int depth, ref int terms)
    {
        if (depth > ApiLimits.WhereDepth)
            throw new BadRequestException($"'where' is deeper than {ApiLimits.WhereDepth} levels.");
        if (value.ValueKind != JsonValueKind.Object)
            throw new BadRequestException("'where' has something that is no object where a condition should be.");
        if (Group(value, "and") is { } all)
            return new WhereGroup(IsAnd: true, Nodes(all, depth, ref terms));
        if (Group(value, "or") is { } some)
            return new WhereGroup(IsAnd: false, Nodes(some, depth, ref terms));
        return JsonFields.Find(value, "op") is not null && JsonFields.Find(value, "col") is not null
            ? Count(Term(value), ref terms)
            : Equalities(value, ref terms);
    }

    private static JsonElement? Group(JsonElement value, string name)
    {
        if (JsonFields.Find(value, name) is not { ValueKind: JsonValueKind.Array } group)
            return null;
        JsonFields.AllowOnly(value, "'where'", name);
        return group;
    }

    private static List<IWhereNode> Nodes(JsonElement group, int depth, ref int terms)
    {
        var nodes = new List<IWhereNode>();
        foreach (var element in group.EnumerateArray())
            nodes.Add(Node(element, depth + 1, ref terms));
        return nodes.Count > 0 ? nodes : throw new BadRequestException("'where' has an 'and' or 'or' without conditions.");
    }

    private static IWhereNode Equalities(JsonElement value, ref int terms)
    {
        var nodes = new List<IWhereNode>();
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonFields.NameOf(member, "'where'");
            nodes.Add(Count(new WhereTerm(name, WhereOperator.Equal, [Scalar(member.Value, name)]), ref terms));
        }

        return nodes.Count switch
        {
            0 => throw new BadRequestException("'where' has an empty condition."),
            1 => nodes[0],
            _ => new WhereGroup(IsAnd: true, nodes),
        };
    }

    private static WhereTerm Term(JsonElement value)
    {
        JsonFields.AllowOnly(value, "A condition of 'where'", "col", "op", "value");
        var column = JsonFields.FindText(value, "col")!;
        var name = JsonFields.FindText(value, "op")!;
        if (WhereOperators.Find(name) is not { } comparison)
            throw new BadRequestException($"'where' has the operator '{JsonFields.Shown(name)}'; there are {WhereOperators.All}.");
        return new WhereTerm(column, comparison, Values(comparison, JsonFields.Find(value, "value"), column));
    }

    private static IReadOnlyList<WhereValue> Values(WhereOperator comparison, JsonElement? value, string column)
    {
        switch (comparison, value)
        {
            case (WhereOperator.IsNull, null):
                return [];
            case (WhereOperator.IsNull, _):
                throw new BadRequestException("'is-null' takes no value.");
            case (_, null):
                throw new BadRequestException($"'where' compares '{JsonFields.Shown(column)}' with no value.");
            case (WhereOperator.In, { ValueKind: JsonValueKind.Array } list) when list.GetArrayLength() is >= 1 and <= ApiLimits.InValues:
                return [.. list.EnumerateArray().Select(element => Scalar(element, column))];
            case (WhereOperator.In, _):
                throw new BadRequestException($"'in' takes an array of 1 to {ApiLimits.InValues} values.");
            default:
                return [Scalar(value.Value, column)];
        }
    }

    private static WhereValue Scalar(JsonElement value, string column)
    {
        var scalar = SqlValues.Of(value, $"The value for '{JsonFields.Shown(column)}' in 'where'");
        return scalar.Kind != SqlValueKind.Null
            ? new WhereValue(scalar, IsBare: false)
            : throw new BadRequestException($"'where' compares '{JsonFields.Shown(column)}' with null, which nothing is equal to; use the operator is-null.");
    }

    private static WhereTerm Count(WhereTerm term, ref int terms) => ++terms <= ApiLimits.WhereTerms
        ? term
        : throw new BadRequestException($"'where' has more than {ApiLimits.WhereTerms} comparisons.");
}
