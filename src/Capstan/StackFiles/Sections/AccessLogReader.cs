using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads an access log: its path alone, or a map of path, format and sample.</summary>
internal static class AccessLogReader
{
    private static readonly AccessLogSpec Defaults = new() { Path = AccessLogSpec.StandardOutput };

    /// <summary>The log; null when the key was not written.</summary>
    public static AccessLogSpec? Read(SectionReader gateway, string key)
    {
        if (gateway.Entry(key) is not { } entry)
            return null;
        if (entry.Value is not YamlMap)
            return gateway.Value<string>(key, null, text => Place(gateway, text)) is { } path ? Defaults with { Path = path } : null;
        var section = gateway.Section(key)!;
        if (section.Lacks("path"))
        {
            section.Context.Faults.Add(
                section.PathOf("path"), section.Context.PlaceOf(section.Path), "the access log has no path", "name a file, or write stdout");
        }

        return new AccessLogSpec
        {
            Path = section.Value("path", Defaults.Path, text => Place(section, text))!,
            Format = section.Value("format", Defaults.Format, Numbers.Choice(("json", AccessLogFormat.Json), ("common", AccessLogFormat.Common))),
            Sample = section.Value("sample", Defaults.Sample, Numbers.Real(0, 1)),
        };
    }

    private static Formed<string> Place(SectionReader section, string text)
    {
        if (text == AccessLogSpec.StandardOutput)
            return text;
        var word = Names.Word(text);
        return word.Fault is null ? Path.GetFullPath(text, section.Context.Folder) : word;
    }
}
