namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a name.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    Quoted,

    /// <summary>A text, number or comment, in which nothing is completed.</summary>
    Closed,

    /// <summary>Any other character.</summary>
    Sign,
}
