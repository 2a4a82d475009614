using System.Net;
using System.Text.Json;
using Capstan.Containers.Docker.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>The single calls on containers, each with its deadline and its "already so" answers.</summary>
internal sealed class DockerContainers(DockerEngine engine, DockerStack stack, TimeProvider time)
{
    private static readonly TimeSpan RemovalPoll = TimeSpan.FromMilliseconds(50);

    public DockerEngine Engine => engine;

    public DockerStack Stack => stack;

    /// <summary>The stack's containers, ended ones included, that carry all the given labels.</summary>
    public async Task<ContainerSummary[]> ListAsync(CancellationToken cancellationToken, params string[] labels) =>
        [.. (await LabelledAsync(cancellationToken, labels)).Where(IsOurs)];

    /// <summary>All containers that carry the stack's label and the given ones, whoever made them.</summary>
    public async Task<ContainerSummary[]> LabelledAsync(CancellationToken cancellationToken, params string[] labels)
    {
        var path = "/containers/json?all=1&filters=" + Filters(("label", [OurLabel, .. labels]));
        var reply = await engine.CallAsync(HttpMethod.Get, path, DockerEngine.Quick, cancellationToken);
        return Expect(reply, "list containers").Read(DockerJson.Default.ContainerSummaryArray);
    }

    /// <summary>The container of one replica, if there is one.</summary>
    public Task<ContainerSummary[]> OfAsync(ReplicaId id, CancellationToken cancellationToken) => ListAsync(
        cancellationToken,
        $"{DockerLabels.Service}={id.Service}",
        $"{DockerLabels.Slot}={DockerLabels.Text(id.Slot)}",
        $"{DockerLabels.Generation}={DockerLabels.Text(id.Generation)}");

    /// <summary>One container; null when it is gone. The engine answers only after what it does with the container just now.</summary>
    public async Task<ContainerDetails?> InspectAsync(string id, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var reply = await engine.CallAsync(HttpMethod.Get, $"/containers/{id}/json", deadline, cancellationToken);
        return reply.Status == HttpStatusCode.NotFound
            ? null
            : Expect(reply, "inspect a container").Read(DockerJson.Default.ContainerDetails);
    }

    /// <summary>Removes a container, killing it if need be, and returns when it is gone. Named volumes stay.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            // v=1 takes the anonymous volumes along that an image declares; volumes with a name are never removed by it.
            var reply = await engine.CallAsync(HttpMethod.Delete, $"/containers/{id}?force=1&v=1", DockerEngine.Slow, cancellationToken);
            if (reply.Status == HttpStatusCode.NotFound)
                return;
            // 409: a removal that somebody else began is still under way. After a success the next round finds 404.
            if (!reply.IsSuccess && reply.Status != HttpStatusCode.Conflict)
                throw EngineTrouble.Refused(engine.Socket, "remove a container", reply);
            if (time.GetElapsedTime(began) > DockerEngine.Slow)
                throw EngineTrouble.Refused(engine.Socket, "finish the removal of a container", reply);
            if (!reply.IsSuccess)
                await Task.Delay(RemovalPoll, time, cancellationToken);
        }
    }

    /// <summary>Asks a container to end and kills it after the grace; one that has ended or is gone is success.</summary>
    public async Task EndAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (int)Math.Ceiling(grace.TotalSeconds);
        var reply = seconds > 0
            ? await engine.CallAsync(HttpMethod.Post, $"/containers/{id}/stop?t={seconds}", grace + DockerEngine.Slow, cancellationToken)
            : await engine.CallAsync(HttpMethod.Post, $"/containers/{id}/kill", DockerEngine.Slow, cancellationToken);
        // 304: had ended. 404: is gone. 409: kill finds it not running.
        if (!reply.IsSuccess && reply.Status is not (HttpStatusCode.NotModified or HttpStatusCode.NotFound or HttpStatusCode.Conflict))
            throw EngineTrouble.Refused(engine.Socket, "stop a container", reply);
    }

    /// <summary>Kills a container's program; false when it does not run.</summary>
    public Task<bool> KillAsync(string id, CancellationToken cancellationToken) => InjureAsync(id, "kill", "kill a container", cancellationToken);

    /// <summary>Freezes a container; false when it does not run, or is frozen already.</summary>
    public Task<bool> PauseAsync(string id, CancellationToken cancellationToken) => InjureAsync(id, "pause", "pause a container", cancellationToken);

    /// <summary>Lets a frozen container go on; false when it was not frozen.</summary>
    public Task<bool> UnpauseAsync(string id, CancellationToken cancellationToken) => InjureAsync(id, "unpause", "unpause a container", cancellationToken);

    public static string Filters(params (string Key, string[] Values)[] filters) =>
        Uri.EscapeDataString(JsonSerializer.Serialize(
            filters.ToDictionary(filter => filter.Key, filter => filter.Values, StringComparer.Ordinal),
            DockerJson.Default.DictionaryStringStringArray));

    public string OurLabel => $"{DockerLabels.StackId}={stack.Id}";

    /// <summary>
    /// Whether the stack made it. Labels alone do not tell: an image that somebody makes of a replica has them, and so has whatever is run from that
    /// image. The name can be had by one container only, and by none that was made from an image.
    /// </summary>
    public bool IsOurs(ContainerSummary container) =>
        DockerLabels.ReplicaOf(container.Labels) is { } replica && container.Names?.Contains("/" + NameOf(replica)) == true;

    /// <summary>The name of a replica's container.</summary>
    public string NameOf(ReplicaId replica) => ContainerTemplate.NameOf(stack, replica);

    /// <summary>Whether a container with the name of one of the stack's is that.</summary>
    public bool IsOurs(ContainerDetails container) => container.Config.Labels?.GetValueOrDefault(DockerLabels.StackId) == stack.Id;

    /// <summary>A container as its inspection shows it; null when its labels name no replica.</summary>
    public static RuntimeReplica? Report(ContainerDetails container)
    {
        var state = container.State;
        var created = state.Status == "created";
        return Labelled(container.Id, container.Config.Labels, state.Running, created ? container.Created : state.StartedAt) is { } replica
            ? replica with { Pid = state.Running ? state.Pid : 0, ExitCode = state.Running || created ? null : state.ExitCode }
            : null;
    }

    /// <summary>A container as a listing alone shows it: without its process and its exit code, and with the time when it was made.</summary>
    public static RuntimeReplica? Report(ContainerSummary container) =>
        Labelled(container.Id, container.Labels, container.Runs, DateTimeOffset.FromUnixTimeSeconds(container.Created));

    private static RuntimeReplica? Labelled(string container, Dictionary<string, string>? labels, bool isRunning, DateTimeOffset startedAt) =>
        DockerLabels.ReplicaOf(labels) is not { } id
            ? null
            : new RuntimeReplica
            {
                Id = id,
                SpecHash = labels!.GetValueOrDefault(DockerLabels.SpecHash, ""),
                IsRunning = isRunning,
                Port = DockerLabels.Number(labels!, DockerLabels.Port) ?? 0,
                Publish = labels!.GetValueOrDefault(DockerLabels.Publish),
                ContainerId = container,
                StartedAt = startedAt,
            };

    private async Task<bool> InjureAsync(string id, string verb, string what, CancellationToken cancellationToken)
    {
        var reply = await engine.CallAsync(HttpMethod.Post, $"/containers/{id}/{verb}", DockerEngine.Slow, cancellationToken);
        // 404: is gone. 409: is not in the state that the call needs.
        if (reply.IsSuccess || reply.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            return reply.IsSuccess;
        // Engines answer 500 to the unpausing of one that is not paused.
        if (await InspectAsync(id, DockerEngine.Quick, cancellationToken) is { State: { Running: true } state } && (verb != "unpause" || state.Paused))
            throw EngineTrouble.Refused(engine.Socket, what, reply);
        return false;
    }

    private EngineReply Expect(EngineReply reply, string what) =>
        reply.IsSuccess ? reply : throw EngineTrouble.Refused(engine.Socket, what, reply);
}
