using System.Text.Json;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>Gives containers what they can be given only between their creation and their start: further networks, and their files.</summary>
internal sealed class ContainerEquipment(DockerEngine engine, Surroundings surroundings)
{
    /// <summary>Why a container did not get all of it; null when it did.</summary>
    public async Task<StartOutcome?> FaultAsync(ReplicaLaunch launch, string id, CancellationToken cancellationToken)
    {
        foreach (var network in surroundings.NetworksOf(launch).Skip(1))
        {
            if (await JoinAsync(network, id, cancellationToken) is { IsSuccess: false } refused)
                return StartFaults.Outcome(launch, refused);
        }

        return launch.Data is { } data ? await FillAsync(launch, data, id, cancellationToken) : null;
    }

    private Task<EngineReply> JoinAsync(string network, string id, CancellationToken cancellationToken) =>
        engine.CallAsync(
            HttpMethod.Post,
            $"/networks/{Uri.EscapeDataString(network)}/connect",
            DockerEngine.Slow,
            cancellationToken,
            JsonSerializer.SerializeToUtf8Bytes(new ConnectRequest(id), DockerJson.Default.ConnectRequest));

    private async Task<StartOutcome?> FillAsync(ReplicaLaunch launch, ReplicaData data, string id, CancellationToken cancellationToken)
    {
        byte[] archive;
        try
        {
            archive = DataArchive.Of(data, launch.Template.User);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return StartOutcome.Failed(StartFault.Transient, $"what {launch.Id} is to be given cannot be read: {fault.Message}");
        }

        var reply = await engine.CallAsync(
            HttpMethod.Put,
            $"/containers/{id}/archive?path={Uri.EscapeDataString(data.Target)}",
            DockerEngine.Slow,
            cancellationToken,
            archive,
            "application/x-tar");
        return reply.IsSuccess ? null : StartFaults.Outcome(launch, reply);
    }
}
