namespace Capstan.SystemTests.Harness;

/// <summary>What happens to replicas from outside.</summary>
internal static class Injury
{
    /// <summary>Ends a replica without a word.</summary>
    public static async Task KillAsync(Runtime runtime, ReplicaView replica)
    {
        if (runtime == Runtime.Docker)
            await DockerEngine.RunAsync("kill", replica.ContainerId!);
        else
            Signals.Send(replica.Pid!.Value, Signals.Kill);
    }

    /// <summary>Stops a replica in its tracks: it still accepts connections and says nothing more.</summary>
    public static async Task FreezeAsync(Runtime runtime, ReplicaView replica)
    {
        if (runtime == Runtime.Docker)
            await DockerEngine.RunAsync("pause", replica.ContainerId!);
        else
            Signals.Send(replica.Pid!.Value, Signals.Stop);
    }
}
