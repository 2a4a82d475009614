using System.Text.RegularExpressions;

namespace Capstan.StackFiles.Forms;

/// <summary>Names of stacks, services, images, users and variables.</summary>
internal static partial class Names
{
    /// <summary>A stack's or service's name.</summary>
    public static Formed<string> StackOrService(string text) => StackOrServiceForm().IsMatch(text)
        ? text
        : new Misshape($"'{text}' is not a name", "use lower-case letters, digits and dashes, at most 40, beginning and ending with a letter or digit");

    /// <summary>An image with optional registry, tag or digest.</summary>
    public static Formed<string> Image(string text) => ImageForm().IsMatch(text)
        ? text
        : new Misshape($"'{text}' is not an image", "write a name with a tag or digest, such as acts, registry.example.com/acts:1.2 or acts@sha256:…");

    /// <summary>A user and optional group, named or numeric.</summary>
    public static Formed<string> User(string text) => UserForm().IsMatch(text)
        ? text
        : new Misshape($"'{text}' is not a user", "write a user or user:group, named or numeric, such as 65534 or app:app");

    /// <summary>Any text that is not blank and can be handed to a program.</summary>
    public static Formed<string> Word(string text) =>
        text.Contains('\0') ? new Misshape("a zero byte cannot be handed to a program", "remove it") : text;

    /// <summary>An environment variable's name: null when it is one, otherwise what is wrong.</summary>
    public static Misshape? Variable(string name)
    {
        if (!VariableForm().IsMatch(name))
            return new Misshape($"'{name}' is not a variable's name", "use letters, digits, underscores, dots and dashes, not beginning with a digit");
        return name is "PORT" or "HOST" || name.StartsWith("CAPSTAN_")
            ? new Misshape($"'{name}' is set by Capstan itself", "remove it; 'ports' and 'publish' decide where a replica listens")
            : null;
    }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex StackOrServiceForm();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._/-]*(:[0-9]+/[a-z0-9._/-]+)?(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ImageForm();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UserForm();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VariableForm();
}
