using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>
/// Reads what a service's replicas are made from. A file may serve both runtimes: under the process runtime the settings that only
/// describe a container are checked but left out, so that a change of them restarts nothing.
/// </summary>
internal static class TemplateReader
{
    private static readonly ReplicaTemplate Defaults = new();

    /// <summary>The template.</summary>
    public static ReplicaTemplate Read(SectionReader section, RuntimeKind runtime)
    {
        var template = new ReplicaTemplate
        {
            Image = section.Value<string>("image", null, Names.Image),
            Command = section.Values("command", Names.Word),
            WorkingFolder = section.Value<string>("working_dir", null, text => Existing(section.Context.Folder, text)),
            Environment = Environment(section),
            ContainerPort = section.Value("port", Defaults.ContainerPort, Numbers.Whole(1, 65535)),
            Volumes = section.Values("volumes", text => VolumeForm.Read(section.Context.Folder, text)),
            User = section.Value("user", Defaults.User, Names.User)!,
            ReadOnly = section.Value("read_only", Defaults.ReadOnly, Numbers.Switch),
            Memory = section.Value("memory", Defaults.Memory, Sizes.ZeroOrFrom(6 * 1024 * 1024)),
            Cpus = section.Value("cpus", Defaults.Cpus, Numbers.Real(0, 1024)),
            Pids = section.Value("pids", Defaults.Pids, Numbers.Whole(1, 4_194_304)),
        };
        return runtime == RuntimeKind.Docker
            ? template
            : template with { Image = null, ContainerPort = Defaults.ContainerPort, Volumes = [] };
    }

    private static Formed<string> Existing(string folder, string text)
    {
        if (text.Contains('\0'))
            return new Misshape("a path holds no zero byte", "remove it");
        var path = Path.GetFullPath(text, folder);
        return Directory.Exists(path) ? path : new Misshape($"there is no folder {path}", "create it; a relative path starts at the stack file's folder");
    }

    private static SortedDictionary<string, string> Environment(SectionReader section)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var context = section.Context;
        if (section.Entry("environment")?.Value is YamlList)
        {
            foreach (var (path, node) in section.Items("environment"))
            {
                if (SectionReader.Single(context, path, node, Assignment) is { Fault: null } formed)
                    Add(path, node.Place, formed.Value.Name, formed.Value.Value);
            }
        }
        else if (section.Section("environment") is { } map)
        {
            foreach (var entry in map.Entries)
            {
                var path = map.PathOf(entry.Name);
                if (entry.Value is YamlText { IsEmpty: true })
                    context.Faults.Add(path, entry.Place, "it has no value", $"write {entry.Name}: \"\" for an empty one, or ${{{entry.Name}}} to pass it on");
                else if (SectionReader.Single(context, path, entry.Value, Names.Word) is { Fault: null } formed)
                    Add(path, entry.Key.Place, entry.Name, formed.Value!);
            }
        }

        return variables;

        void Add(string path, YamlPlace place, string name, string value)
        {
            if (Names.Variable(name) is { } wrong)
                context.Faults.Add(path, place, wrong.Fault, wrong.Remedy);
            else if (!variables.TryAdd(name, value))
                context.Faults.Add(path, place, $"'{name}' is already set above", "keep one of the two");
        }
    }

    private static Formed<(string Name, string Value)> Assignment(string text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0)
            return new Misshape($"'{text}' sets no variable", $"write NAME=value, or {text.TrimStart('=')}=${{{text.TrimStart('=')}}} to pass one on");
        return Names.Word(text) is { Fault: { } fault } wrong ? new Misshape(fault, wrong.Remedy) : (text[..equals], text[(equals + 1)..]);
    }
}
