namespace Capstan.StackFiles.Forms;

/// <summary>The parts of <c>scheme://user:password@host,host:port/path</c>. A URL of the framework knows no more than one host.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="User">The user; null without one.</param>
/// <param name="Password">The password; null without one.</param>
/// <param name="Hosts">At least one, as written.</param>
/// <param name="Path">What stands behind the first slash, as written, without a slash at its end; empty without one.</param>
internal sealed record ServerUrl(string Scheme, string? User, string? Password, IReadOnlyList<string> Hosts, string Path)
{
    private const string Separator = "://";

    /// <summary>Takes a text apart; null when it does not have this form or one of these schemes.</summary>
    public static ServerUrl? Parse(string text, params ReadOnlySpan<string> schemes)
    {
        var colon = text.IndexOf(Separator, StringComparison.Ordinal);
        if (colon < 0 || !schemes.Contains(text[..colon]))
            return null;
        var rest = text[(colon + Separator.Length)..];
        // A password may hold anything but an at sign, which is written as %40.
        var at = rest.IndexOf('@');
        var (user, password) = at < 0 ? (null, null) : UserOf(rest[..at]);
        rest = rest[(at + 1)..];
        var slash = rest.IndexOf('/');
        var hosts = slash < 0 ? rest : rest[..slash];
        return user?.Length == 0 || hosts.Length == 0 || rest.Contains('?') || rest.Contains('#')
            ? null
            : new ServerUrl(text[..colon], user, password, hosts.Split(','), slash < 0 ? "" : rest[(slash + 1)..].TrimEnd('/'));
    }

    private static (string User, string? Password) UserOf(string text)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? (Uri.UnescapeDataString(text), null) : (Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..]));
    }
}
