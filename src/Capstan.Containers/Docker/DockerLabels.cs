using System.Globalization;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>The labels by which a restarted controller knows its containers again.</summary>
public static class DockerLabels
{
    /// <summary>On everything that Capstan makes; always <c>1</c>.</summary>
    public const string Managed = "capstan.managed";

    /// <summary>Name of the stack.</summary>
    public const string Stack = "capstan.stack";

    /// <summary>Identity of the stack; the one label that decides whose a container is.</summary>
    public const string StackId = "capstan.stack-id";

    /// <summary>Name of the service.</summary>
    public const string Service = "capstan.service";

    /// <summary>Number of the slot.</summary>
    public const string Slot = "capstan.slot";

    /// <summary>Which replica in the slot's history it is.</summary>
    public const string Generation = "capstan.generation";

    /// <summary>Hash of the template it was made from.</summary>
    public const string SpecHash = "capstan.spec-hash";

    /// <summary>Host port; 0 when nobody connects to it.</summary>
    public const string Port = "capstan.port";

    /// <summary>Address that the host port is published on.</summary>
    public const string Publish = "capstan.publish";

    internal static Dictionary<string, string> Of(DockerStack stack) =>
        new(StringComparer.Ordinal) { [Managed] = "1", [Stack] = stack.Name, [StackId] = stack.Id };

    internal static Dictionary<string, string> Of(DockerStack stack, ReplicaLaunch launch)
    {
        var labels = Of(stack);
        labels[Service] = launch.Id.Service;
        labels[Slot] = Text(launch.Id.Slot);
        labels[Generation] = Text(launch.Id.Generation);
        labels[SpecHash] = launch.SpecHash;
        labels[Port] = Text(launch.Port);
        labels[Publish] = launch.Publish;
        return labels;
    }

    /// <summary>Of what belongs to a slot and outlives its replicas.</summary>
    internal static Dictionary<string, string> Of(DockerStack stack, string service, int slot)
    {
        var labels = Of(stack);
        labels[Service] = service;
        labels[Slot] = Text(slot);
        return labels;
    }

    /// <summary>The replica that the labels name; null when they are not complete.</summary>
    internal static ReplicaId? ReplicaOf(IReadOnlyDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(Service, out var service) && Number(labels, Slot) is { } slot
            && Number(labels, Generation) is { } generation
            ? new ReplicaId(service, slot, generation)
            : null;

    internal static int? Number(IReadOnlyDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
