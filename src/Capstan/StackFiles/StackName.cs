using System.Text.RegularExpressions;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Sections;
using Capstan.StackFiles.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Capstan.StackFiles;

/// <summary>
/// Finds a stack's name also in a file that is broken elsewhere, so that a running stack whose file was damaged meanwhile can
/// still be asked and stopped.
/// </summary>
public static partial class StackName
{
    /// <summary>The name; null when the text shows none that could be a name.</summary>
    /// <param name="text">The stack file's text.</param>
    /// <param name="overrides">Values of <c>--set</c>; one that sets <c>name</c> goes before the file.</param>
    /// <param name="environment">Variables for <c>${NAME}</c>.</param>
    public static string? Find(string text, IReadOnlyList<string> overrides, IReadOnlyDictionary<string, string> environment)
    {
        var set = overrides.LastOrDefault(item => item.StartsWith("name="))?["name=".Length..];
        var written = set ?? Parsed(text) ?? Seen(text);
        if (written is null)
            return null;
        var whole = true;
        var name = Interpolation.Fill(written.Trim(), environment, (_, _) => whole = false);
        return whole && Names.StackOrService(name).Fault is null ? name : null;
    }

    /// <summary>The value of the first key 'name' at the top, read up to where the text breaks.</summary>
    private static string? Parsed(string text)
    {
        try
        {
            var events = new YamlEvents(text);
            var depth = 0;
            var isKey = false;
            var isName = false;
            while (events.Move())
            {
                if (depth == 1 && events.Current is NodeEvent)
                {
                    isKey = !isKey;
                    if (isName)
                        return (events.Current as Scalar)?.Value;
                    isName = isKey && events.Current is Scalar { Value: "name" };
                }

                depth += events.Current is MappingStart or SequenceStart ? 1 : events.Current is MappingEnd or SequenceEnd ? -1 : 0;
            }
        }
        catch (YamlException)
        {
            // Broken before the name: the lines are looked at instead.
            return null;
        }

        return null;
    }

    private static string? Seen(string text) => NameLine().Match(text) is { Success: true } line ? line.Groups["name"].Value : null;

    [GeneratedRegex(@"^name[ \t]*:[ \t]*[""']?(?<name>[^""'#\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NameLine();
}
