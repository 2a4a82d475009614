using System.Net;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>Creates and starts one container; whatever goes wrong, nothing of it stays.</summary>
internal sealed class ContainerStart(DockerContainers containers, StackNetwork network, Surroundings surroundings)
{
    private readonly DockerEngine _engine = containers.Engine;
    private readonly ContainerEquipment _equipment = new(containers.Engine, surroundings);

    public async Task<StartOutcome> RunAsync(ReplicaLaunch launch, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(launch.Template.Image))
            return StartOutcome.Failed(StartFault.Refused, $"the service {launch.Id.Service} names no image: give it one");
        if (surroundings.Fault(launch) is { } fault)
            return StartOutcome.Failed(StartFault.Refused, fault);
        if (surroundings.NetworksOf(launch).Contains(ContainerTemplate.NetworkOf(containers.Stack)))
            await network.EnsureAsync(cancellationToken);
        var created = await CreateAsync(launch, cancellationToken);
        if (created.Status == HttpStatusCode.Conflict)
        {
            if (await ClearNameAsync(launch, cancellationToken) is { } outcome)
                return outcome;
            created = await CreateAsync(launch, cancellationToken);
        }
        return created.IsSuccess
            ? await FinishAsync(launch, created.Read(DockerJson.Default.CreateAnswer).Id, cancellationToken)
            : StartFaults.Outcome(launch, created);
    }

    private Task<EngineReply> CreateAsync(ReplicaLaunch launch, CancellationToken cancellationToken) =>
        _engine.CallAsync(
            HttpMethod.Post,
            "/containers/create?name=" + ContainerTemplate.NameOf(containers.Stack, launch.Id),
            DockerEngine.Slow,
            cancellationToken,
            ContainerTemplate.BodyOf(containers.Stack, launch, surroundings));

    private async Task<StartOutcome> FinishAsync(ReplicaLaunch launch, string id, CancellationToken cancellationToken)
    {
        var outcome = await _equipment.FaultAsync(launch, id, cancellationToken) is { } fault ? fault : await StartAsync(launch, id, cancellationToken);
        // Not the caller's token: a start that was given up must not leave its container behind.
        if (outcome.Fault != StartFault.None)
            await containers.RemoveAsync(id, CancellationToken.None);
        return outcome;
    }

    private async Task<StartOutcome> StartAsync(ReplicaLaunch launch, string id, CancellationToken cancellationToken)
    {
        var reply = await _engine.CallAsync(HttpMethod.Post, $"/containers/{id}/start", DockerEngine.Slow, cancellationToken);
        if (reply.IsSuccess || reply.Status == HttpStatusCode.NotModified)
        {
            var details = await containers.InspectAsync(id, DockerEngine.Quick, cancellationToken);
            return details is not null && DockerContainers.Report(details) is { } replica
                ? StartOutcome.Started(replica)
                : StartOutcome.Failed(StartFault.Transient, "the container was removed by somebody else while it started");
        }
        return StartFaults.Outcome(launch, reply);
    }

    /// <summary>Somebody has the container's name: our own running replica is returned, our leftover removed, a stranger left alone.</summary>
    private async Task<StartOutcome?> ClearNameAsync(ReplicaLaunch launch, CancellationToken cancellationToken)
    {
        var name = ContainerTemplate.NameOf(containers.Stack, launch.Id);
        if (await containers.InspectAsync(name, DockerEngine.Quick, cancellationToken) is not { } present)
            return null;
        if (!containers.IsOurs(present))
            return StartOutcome.Failed(
                StartFault.Refused, $"a container that is not Capstan's has the name {name}: remove or rename it");
        if (DockerContainers.Report(present) is { IsRunning: true } running
            && running.SpecHash == launch.SpecHash && running.Port == launch.Port)
            return StartOutcome.Started(running);
        await containers.RemoveAsync(present.Id, cancellationToken);
        return null;
    }
}
