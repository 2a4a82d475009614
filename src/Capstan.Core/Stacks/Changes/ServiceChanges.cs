using static Capstan.Core.Stacks.Changes.SettingText;

namespace Capstan.Core.Stacks.Changes;

/// <summary>Tells the changes of one service that was there before and still is.</summary>
internal static class ServiceChanges
{
    private const string Remedy = "run 'capstan down', then 'capstan up'.";

    public static IReadOnlyList<StackChange> Describe(ServiceSpec old, ServiceSpec changed)
    {
        List<StackChange> changes = [];
        Template(old, changed, changes);

        // A slot keeps its port for as long as the stack runs, so these would move under running replicas.
        Fixed("ports", Of(old.Ports), Of(changed.Ports));
        Fixed("publish", old.Publish, changed.Publish);

        Live("replicas", $"{old.Replicas}", $"{changed.Replicas}");
        Live("scale", Of(old.Scale), Of(changed.Scale));
        Live("targets", Of(old.Targets), Of(changed.Targets));
        Live("routes", Of(old.Routes), Of(changed.Routes));
        Live("health", Of(old.Health), Of(changed.Health));
        Live("protocol", Of(old.Protocol), Of(changed.Protocol));
        Live("balance", Of(old.Balance), Of(changed.Balance));
        Live("slow_start", Of(old.SlowStart), Of(changed.SlowStart));
        Live("limits", Of(old.Limits), Of(changed.Limits));
        Live("drain", Of(old.Drain), Of(changed.Drain));
        Live("stop_grace", Of(old.StopGrace), Of(changed.StopGrace));
        return changes;

        void Live(string key, string from, string to)
        {
            if (from != to)
                changes.Add(new StackChange(StackChangeKind.Live, old.Name, $"{old.Name}: {key} changes from {from} to {to}, at once."));
        }

        void Fixed(string key, string from, string to)
        {
            if (from != to)
                changes.Add(new StackChange(StackChangeKind.Refused, old.Name, $"{old.Name}: {key} cannot change from {from} to {to} while the stack runs; {Remedy}"));
        }
    }

    private static void Template(ServiceSpec old, ServiceSpec changed, List<StackChange> changes)
    {
        var sentence = (old.Template, changed.Template) switch
        {
            (null, null) => null,
            (null, _) => "its targets give way to replicas that Capstan starts",
            (_, null) => "its replicas are drained and stopped, and its targets get the requests",
            var (before, after) => SpecHash.Of(before) == SpecHash.Of(after)
                ? null
                : $"{Differing(before, after)} changed; its replicas are replaced one after the other",
        };
        if (sentence is not null)
            changes.Add(new StackChange(StackChangeKind.Restart, old.Name, $"{old.Name}: {sentence}."));
    }

    // Values are left out on purpose: variables and commands may hold secrets.
    private static string Differing(ReplicaTemplate old, ReplicaTemplate changed)
    {
        List<string> keys = [];
        Compare("image", old.Image == changed.Image);
        Compare("command", old.Command.SequenceEqual(changed.Command));
        Compare("working_dir", old.WorkingFolder == changed.WorkingFolder);
        Compare("environment", old.Environment.Count == changed.Environment.Count && !old.Environment.Except(changed.Environment).Any());
        Compare("port", old.ContainerPort == changed.ContainerPort);
        Compare("volumes", old.Volumes.SequenceEqual(changed.Volumes));
        Compare("user", old.User == changed.User);
        Compare("read_only", old.ReadOnly == changed.ReadOnly);
        Compare("memory", old.Memory == changed.Memory);
        Compare("cpus", old.Cpus.Equals(changed.Cpus));
        Compare("pids", old.Pids == changed.Pids);
        return string.Join(", ", keys);

        void Compare(string key, bool same)
        {
            if (!same)
                keys.Add(key);
        }
    }
}
