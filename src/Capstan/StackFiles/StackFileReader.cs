using System.Collections;
using Capstan.StackFiles.Overrides;
using Capstan.StackFiles.Rules;
using Capstan.StackFiles.Sections;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles;

/// <summary>Reads stack files. All faults are told at once, each with its place; nothing is ever thrown for what a file holds.</summary>
public static class StackFileReader
{
    private const int LongestText = 1024 * 1024;

    /// <summary>Every key of a stack file as a path; <c>&lt;name&gt;</c> stands for a key that the user chooses.</summary>
    public static IReadOnlyList<string> KnownKeys { get; } = [.. StackKeys.Stack.Paths()];

    /// <summary>Reads a file from disk.</summary>
    /// <param name="path">Path of the file; its folder is where relative paths start.</param>
    /// <param name="overrides">Values of <c>--set</c>, <c>path=value</c> each.</param>
    /// <param name="environment">Variables for <c>${NAME}</c>.</param>
    public static StackReading ReadFile(string path, IReadOnlyList<string> overrides, IReadOnlyDictionary<string, string> environment)
    {
        var file = Path.GetFullPath(path);
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new StackReading(null, [new StackFault(file, 0, 0, "", "the file cannot be read: " + refused.Message.TrimEnd('.'), "name another file with -f")]);
        }

        return Read(text, file, Path.GetDirectoryName(file) ?? "/", overrides, environment);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="file">What faults call the file.</param>
    /// <param name="folder">Absolute path that relative paths start from.</param>
    /// <param name="overrides">Values of <c>--set</c>, <c>path=value</c> each.</param>
    /// <param name="environment">Variables for <c>${NAME}</c>.</param>
    public static StackReading Read(
        string text, string file, string folder, IReadOnlyList<string> overrides, IReadOnlyDictionary<string, string> environment)
    {
        var faults = new FaultList(file);
        var start = new YamlPlace(1, 1);
        if (text.Length > LongestText)
        {
            faults.Add("", start, "the file is larger than 1 MiB", "a stack file is text of a few kilobytes; name another file with -f");
            return new StackReading(null, faults.Sorted);
        }

        var root = YamlComposer.Compose(text, faults);
        if (root is null && !faults.IsEmpty)
            return new StackReading(null, faults.Sorted);
        if (root is not YamlMap map)
        {
            var what = root is null or YamlText { IsEmpty: true } ? "the file is empty" : $"the file holds {root.Kind} and no keys";
            faults.Add("", root?.Place ?? start, what, "begin with 'name:' and 'services:'");
            return new StackReading(null, faults.Sorted);
        }

        map = OverrideApplier.Apply(map, overrides, faults);
        var context = new ReadContext(faults, folder, environment);
        var stack = StackReader.Read(map, context);
        StackRules.Check(stack, context);
        return new StackReading(faults.IsEmpty ? stack : null, faults.Sorted);
    }

    /// <summary>The environment of this process.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "");
}
