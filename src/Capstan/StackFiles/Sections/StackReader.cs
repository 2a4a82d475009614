using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads the whole tree of a stack file.</summary>
internal static class StackReader
{
    /// <summary>The stack as far as it can be read; what cannot is a fault and stands at its default.</summary>
    public static StackSpec Read(YamlMap root, ReadContext context)
    {
        var section = new SectionReader(context, root, "", StackKeys.Stack);
        var runtime = section.Value("runtime", RuntimeKind.Process, Numbers.Choice(("process", RuntimeKind.Process), ("docker", RuntimeKind.Docker)));
        var name = Name(section, context);
        return new StackSpec
        {
            Name = name,
            Folder = context.Folder,
            Runtime = runtime,
            Gateway = GatewayReader.Read(section.Section("gateway")),
            Admin = new AdminSpec { Listen = section.Section("admin")?.Value<HostPort?>("listen", null, text => Nullable(Addresses.Listen(text))) },
            Telemetry = new TelemetrySpec { Otlp = section.Section("telemetry")?.Value<Uri>("otlp", null, Addresses.Http) },
            Services = Services(section, runtime),
            Databases = Databases(section, name),
        };
    }

    private static string Name(SectionReader section, ReadContext context)
    {
        if (section.Lacks("name"))
        {
            var folder = System.IO.Path.GetFileName(context.Folder).ToLowerInvariant();
            var example = Names.StackOrService(folder).Fault is null ? folder : "shop";
            context.Faults.Add("name", new YamlPlace(1, 1), "the stack has no name", $"begin the file with a line such as 'name: {example}'");
        }

        return section.Value("name", "unnamed", Names.StackOrService)!;
    }

    private static List<ServiceSpec> Services(SectionReader section, RuntimeKind runtime)
    {
        var context = section.Context;
        var isOnlyDatabases = section.Has("databases");
        if (section.Lacks("services") && section.Lacks("databases"))
            context.Faults.Add("services", new YamlPlace(1, 1), "the stack has no services", "add 'services:' with at least one service below it");
        var services = Named(section, "services", (below, name) => ServiceReader.Read(below, name, runtime), out var isEmpty);
        if (isEmpty && !isOnlyDatabases)
            context.Faults.Add("services", context.PlaceOf("services"), "the stack has no services", "add at least one service below it");
        return services;
    }

    private static List<DatabaseSpec> Databases(SectionReader section, string stack)
    {
        var databases = Named(section, "databases", (below, name) => DatabaseReader.Read(below, name, stack), out var isEmpty);
        if (isEmpty)
            section.Context.Faults.Add("databases", section.Context.PlaceOf("databases"), "no database stands below it", "add one, such as 'main: {}', or remove the key");
        return databases;
    }

    /// <summary>Reads what stands below names that the user chooses.</summary>
    private static List<T> Named<T>(SectionReader section, string key, Func<SectionReader, string, T> read, out bool isEmpty)
    {
        List<T> found = [];
        isEmpty = false;
        if (section.Section(key) is not { } all)
            return found;
        isEmpty = !all.Entries.Any();
        foreach (var entry in all.Entries)
        {
            var path = all.PathOf(entry.Name);
            if (Names.StackOrService(entry.Name) is { Fault: { } fault } wrong)
                section.Context.Faults.Add(path, entry.Key.Place, fault, wrong.Remedy);
            if (all.Section(entry.Name) is { } below)
                found.Add(read(below, entry.Name));
        }

        return found;
    }

    private static Formed<HostPort?> Nullable(Formed<HostPort> formed) => new(formed.Value, formed.Fault, formed.Remedy);
}
