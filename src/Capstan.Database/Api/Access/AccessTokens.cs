using Capstan.Core.Access;

namespace Capstan.Database.Api.Access;

/// <summary>The bearer tokens of one database.</summary>
/// <param name="Read">Gives <see cref="AccessRight.Read"/>.</param>
/// <param name="Write">Gives <see cref="AccessRight.Write"/>.</param>
/// <param name="Admin">Gives <see cref="AccessRight.Admin"/>.</param>
public sealed record AccessTokens(BearerToken Read, BearerToken Write, BearerToken Admin)
{
    private const int Lines = 3;

    /// <summary>The right that an <c>Authorization</c> header gives; <see cref="AccessRight.None"/> without a token of these.</summary>
    public AccessRight RightOf(string? authorization)
    {
        // All three are compared always: how long it takes tells nothing about which one was nearly right.
        var (read, write, admin) = (Read.Matches(authorization), Write.Matches(authorization), Admin.Matches(authorization));
        return admin ? AccessRight.Admin : write ? AccessRight.Write : read ? AccessRight.Read : AccessRight.None;
    }

    /// <summary>The text of a tokens file: a line for each right, <c>read TOKEN</c>, <c>write TOKEN</c>, <c>admin TOKEN</c>.</summary>
    public string ToFileText() => $"read {Read.Text}\nwrite {Write.Text}\nadmin {Admin.Text}\n";

    /// <summary>Reads that text; null when a line is missing, wrong or doubled.</summary>
    public static AccessTokens? Parse(string text)
    {
        var found = new Dictionary<string, BearerToken>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = line.Split(' ', 2);
            if (words.Length != 2 || BearerToken.Parse(words[1]) is not { } token || !found.TryAdd(words[0], token))
                return null;
        }

        return found.Count == Lines && found.TryGetValue("read", out var read) && found.TryGetValue("write", out var write)
            && found.TryGetValue("admin", out var admin) ? new AccessTokens(read, write, admin) : null;
    }
}
