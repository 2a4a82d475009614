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
        if (section.Has("databases"))
            context.Faults.Add("databases", context.PlaceOf("databases"), "databases come with a later version of Capstan", "remove the key; this version runs services");
        return new StackSpec
        {
            Name = Name(section, context),
            Folder = context.Folder,
            Runtime = runtime,
            Gateway = GatewayReader.Read(section.Section("gateway")),
            Admin = new AdminSpec { Listen = section.Section("admin")?.Value<HostPort?>("listen", null, text => Nullable(Addresses.Listen(text))) },
            Telemetry = new TelemetrySpec { Otlp = section.Section("telemetry")?.Value<Uri>("otlp", null, Addresses.Http) },
            Services = Services(section, runtime),
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
        List<ServiceSpec> services = [];
        var context = section.Context;
        if (section.Lacks("services"))
            context.Faults.Add("services", new YamlPlace(1, 1), "the stack has no services", "add 'services:' with at least one service below it");
        if (section.Section("services") is not { } all)
            return services;
        if (!all.Entries.Any())
            context.Faults.Add("services", context.PlaceOf("services"), "the stack has no services", "add at least one service below it");
        foreach (var entry in all.Entries)
        {
            var path = all.PathOf(entry.Name);
            if (Names.StackOrService(entry.Name) is { Fault: { } fault } wrong)
                context.Faults.Add(path, entry.Key.Place, fault, wrong.Remedy);
            if (all.Section(entry.Name) is { } service)
                services.Add(ServiceReader.Read(service, entry.Name, runtime));
        }

        return services;
    }

    private static Formed<HostPort?> Nullable(Formed<HostPort> formed) => new(formed.Value, formed.Fault, formed.Remedy);
}
