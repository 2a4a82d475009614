using System.Collections.Frozen;

namespace Capstan.Database.Api.Classic;

/// <summary>The operators as requests spell them and as SQL does.</summary>
internal static class WhereOperators
{
    private static readonly FrozenDictionary<string, WhereOperator> Names = new Dictionary<string, WhereOperator>(StringComparer.Ordinal)
    {
        ["="] = WhereOperator.Equal,
        ["!="] = WhereOperator.NotEqual,
        ["<"] = WhereOperator.Less,
        ["<="] = WhereOperator.LessOrEqual,
        [">"] = WhereOperator.Greater,
        [">="] = WhereOperator.GreaterOrEqual,
        ["in"] = WhereOperator.In,
        ["like"] = WhereOperator.Like,
        ["is-null"] = WhereOperator.IsNull,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static string All { get; } = "= != < <= > >= in like is-null";

    /// <summary>The operator of a name; null for another name.</summary>
    public static WhereOperator? Find(string name) => Names.TryGetValue(name, out var found) ? found : null;

    /// <summary>The SQL of an operator with one value.</summary>
    public static string Sql(WhereOperator comparison) => comparison switch
    {
        WhereOperator.Equal => "=",
        WhereOperator.NotEqual => "<>",
        WhereOperator.Less => "<",
        WhereOperator.LessOrEqual => "<=",
        WhereOperator.Greater => ">",
        WhereOperator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "It takes no single value."),
    };
}
