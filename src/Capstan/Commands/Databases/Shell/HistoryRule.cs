using System.Text.RegularExpressions;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Where the history of shells is kept, and what is kept out of it.</summary>
internal static partial class HistoryRule
{
    private const string FileName = "db-history";

    /// <summary><c>capstan/db-history</c> in the user's folder of states (<c>XDG_STATE_HOME</c>, else <c>~/.local/state</c>); null for a user without a home.</summary>
    public static string? PathFor(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault("XDG_STATE_HOME") is { } state && Path.IsPathFullyQualified(state))
            return Path.Combine(state, "capstan", FileName);
        return environment.GetValueOrDefault("HOME") is { } home && Path.IsPathFullyQualified(home)
            ? Path.Combine(home, ".local", "state", "capstan", FileName)
            : null;
    }

    /// <summary>Whether an entry may be written to disk: not one that begins with a space, and not one that speaks of secrets.</summary>
    public static bool MayKeep(string entry) => !entry.StartsWith(' ') && !Secret().IsMatch(entry);

    [GeneratedRegex("passw|passphrase|secret|token|credential|api_?key|private_?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
