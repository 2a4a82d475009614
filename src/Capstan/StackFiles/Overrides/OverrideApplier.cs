using Capstan.StackFiles.Sections;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Overrides;

/// <summary>Sets values of <c>--set path=value</c> into the tree of a file, before anything is read from it.</summary>
internal static class OverrideApplier
{
    /// <summary>The tree with all overrides, in their order, so that of two for one path the last wins.</summary>
    public static YamlMap Apply(YamlMap root, IReadOnlyList<string> overrides, FaultList faults)
    {
        foreach (var text in overrides)
            root = Apply(root, text, faults);
        return root;
    }

    private static YamlMap Apply(YamlMap root, string text, FaultList faults)
    {
        var place = new YamlPlace(0, 0, text);
        var equals = text.IndexOf('=');
        if (equals <= 0)
        {
            faults.Add("", place, "it sets nothing", "write --set path=value, such as --set services.acts.scale.window=5s");
            return root;
        }

        // An empty value is an empty text here: a command line has no other way to write one.
        var written = text[(equals + 1)..];
        var value = written.Length == 0 ? new YamlText(place, "", Quoted: true) : YamlComposer.Compose(written, faults, text);
        if (value is null)
            return root;
        var step = new OverrideStep(place, value, faults);
        return (YamlMap)step.Into(root, StackKeys.Stack, text[..equals], "");
    }
}
