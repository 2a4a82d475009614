using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>What went wrong with a statement, for people.</summary>
internal static class ShellFault
{
    /// <summary>What to do about a write whose outcome is not known.</summary>
    public const string Retry = ".retry sends it again under the same key and tells: it is done once at most.";

    private const string Fewer = "Ask for fewer at a time: add LIMIT, or WHERE with the last key seen.";

    /// <summary>Before the sentence: where it stands in a script.</summary>
    public static string Heading(ShellPart part) => part.Place is { } place ? $"capstan: {place}: " : "error: ";

    /// <summary>What the database says, where in the statement, and what to do.</summary>
    public static IEnumerable<string> Lines(DatabaseException refused, ShellPart part, IReadOnlyList<string> statements, string? remedy)
    {
        yield return Heading(part) + DatabaseFault.Sentence(refused);
        if (refused.Code == DatabaseErrors.InvalidSql)
        {
            foreach (var line in ErrorPlace.Lines(statements, refused.Message))
                yield return line;
        }

        if ((remedy ?? OwnRemedy(refused, statements)) is { } what)
            yield return what;
    }

    private static string? OwnRemedy(DatabaseException refused, IReadOnlyList<string> statements) => refused.Code switch
    {
        DatabaseErrors.TooLarge when statements.All(sql => SqlText.Classify(sql) == SqlKind.Read) => Fewer,
        DatabaseErrors.Forbidden when statements.Any(sql => sql.StartsWith("PRAGMA", StringComparison.OrdinalIgnoreCase)) => ".schema, .indexes and .status tell what is to be told.",
        _ => null,
    };
}
