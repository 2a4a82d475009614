namespace Capstan.Database.Api.Classic;

/// <summary>What a comparison does.</summary>
internal enum WhereOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Below.</summary>
    Less,

    /// <summary>Below or equal.</summary>
    LessOrEqual,

    /// <summary>Above.</summary>
    Greater,

    /// <summary>Above or equal.</summary>
    GreaterOrEqual,

    /// <summary>One of several values.</summary>
    In,

    /// <summary>Matches a pattern with <c>%</c> and <c>_</c>.</summary>
    Like,

    /// <summary>Has no value.</summary>
    IsNull,
}
