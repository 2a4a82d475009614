using Capstan.Bench.Forwarding;
using Capstan.Bench.Programs;

namespace Capstan.Bench.Soak;

/// <summary>Where the gateway of a soak runs.</summary>
internal sealed record SoakPlace(string Folder, int Listen, int Backend)
{
    /// <summary>Starts it with the stack file of the forwarding bench: the same as any user's.</summary>
    public Child Start(SoakPlan plan) => Child.Start(
        null, new ProxyPlace(Folder, Listen, Backend).Environment(plan.Plane), plan.Command[0],
        [.. plan.Command[1..], "up", "-f", Repository.At("bench", "forwarding", "capstan.yaml"), "--state", Path.Combine(Folder, "state"), "--set", $"gateway.access_log={Folder}/access.log"]);
}
