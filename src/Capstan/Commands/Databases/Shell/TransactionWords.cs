using System.Text.RegularExpressions;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Recognises statements about transactions, which a shell answers itself.</summary>
internal static partial class TransactionWords
{
    /// <summary>What a statement is.</summary>
    public static TransactionWord Of(string sql)
    {
        if (Pattern().Match(sql) is not { Success: true } match)
            return TransactionWord.None;
        return match.Groups["word"].Value.ToUpperInvariant() switch
        {
            "BEGIN" => TransactionWord.Begin,
            "COMMIT" or "END" => TransactionWord.Commit,
            "ROLLBACK" when !match.Groups["to"].Success => TransactionWord.Rollback,
            _ => TransactionWord.Savepoint,
        };
    }

    [GeneratedRegex(
        @"^(?<word>BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b(\s+TRANSACTION\b)?(?<to>\s+TO\b)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
