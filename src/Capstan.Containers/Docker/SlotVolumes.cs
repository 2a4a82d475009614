using System.Net;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>The volumes in which slots of a stack keep their data (<see cref="ReplicaData"/>). They outlive containers and stops of the stack.</summary>
/// <param name="engine">The engine; stays the caller's to dispose.</param>
/// <param name="stack">Whose volumes these are.</param>
public sealed class SlotVolumes(DockerEngine engine, DockerStack stack)
{
    /// <summary>Slots that have one, ascending.</summary>
    /// <param name="service">Name of the service or database.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    public async Task<IReadOnlyList<int>> ListAsync(string service, CancellationToken cancellationToken)
    {
        var filters = DockerContainers.Filters(("label", [$"{DockerLabels.StackId}={stack.Id}", $"{DockerLabels.Service}={service}"]));
        var reply = await engine.CallAsync(HttpMethod.Get, "/volumes?filters=" + filters, DockerEngine.Quick, cancellationToken);
        if (!reply.IsSuccess)
            throw EngineTrouble.Refused(engine.Socket, "list volumes", reply);
        var volumes = reply.Read(DockerJson.Default.VolumeList).Volumes ?? [];
        return [.. volumes.Select(volume => volume.Labels is { } labels ? DockerLabels.Number(labels, DockerLabels.Slot) : null).OfType<int>().Order()];
    }

    /// <summary>Removes one for good; one that is gone is success. No container may be using it.</summary>
    /// <param name="service">Name of the service or database.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    public async Task RemoveAsync(string service, int slot, CancellationToken cancellationToken)
    {
        var path = "/volumes/" + ContainerTemplate.VolumeOf(stack, service, slot);
        var reply = await engine.CallAsync(HttpMethod.Delete, path, DockerEngine.Slow, cancellationToken);
        if (!reply.IsSuccess && reply.Status != HttpStatusCode.NotFound)
            throw EngineTrouble.Refused(engine.Socket, "remove a slot's volume", reply);
    }
}
