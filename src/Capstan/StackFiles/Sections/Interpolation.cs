using System.Text;

namespace Capstan.StackFiles.Sections;

/// <summary>
/// Environment variables in values: <c>${NAME}</c>, <c>${NAME:-default}</c> (taken when the variable is unset or empty), and
/// <c>$$</c> for a dollar sign. A dollar sign before anything else stands for itself.
/// </summary>
internal static class Interpolation
{
    /// <summary>The text with its variables filled in.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="fault">Told what is wrong and what to do; the text then is not to be used.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> environment, Action<string, string> fault)
    {
        var at = text.IndexOf('$');
        if (at < 0)
            return text;
        var filled = new StringBuilder();
        var done = 0;
        for (; at >= 0 && at + 1 < text.Length; at = text.IndexOf('$', done))
        {
            filled.Append(text, done, at - done);
            if (text[at + 1] != '{')
            {
                // "$$" is one dollar sign; before anything else it stands for itself.
                filled.Append('$');
                done = at + (text[at + 1] == '$' ? 2 : 1);
                continue;
            }

            var end = text.IndexOf('}', at);
            if (end < 0)
            {
                fault($"'${{' has no closing brace in '{text}'", "write ${NAME}, ${NAME:-default}, or $$ for a dollar sign");
                return text;
            }

            filled.Append(Value(text[(at + 2)..end], environment, fault));
            done = end + 1;
        }

        return filled.Append(text, done, text.Length - done).ToString();
    }

    private static string Value(string inner, IReadOnlyDictionary<string, string> environment, Action<string, string> fault)
    {
        var split = inner.IndexOf(":-");
        var name = split < 0 ? inner : inner[..split];
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') || char.IsAsciiDigit(name[0]))
        {
            fault($"'${{{inner}}}' names no environment variable", "write ${NAME}, ${NAME:-default}, or $$ for a dollar sign");
            return "";
        }

        var value = environment.GetValueOrDefault(name);
        if (split >= 0)
            return string.IsNullOrEmpty(value) ? inner[(split + 2)..] : value;
        if (value is null)
            fault($"the environment variable {name} is not set", $"set it, or write ${{{name}:-default}}");
        return value ?? "";
    }
}
