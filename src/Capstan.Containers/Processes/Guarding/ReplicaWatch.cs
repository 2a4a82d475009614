using System.Collections.Frozen;
using Capstan.Containers.Processes.Native;
using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>Tells the controller about ends as they happen, and kills what an ended replica left behind.</summary>
internal sealed class ReplicaWatch(ReplicaEnder ender, GuardChannel channel)
{
    public async void Begin(GuardReplica replica)
    {
        try
        {
            var code = await replica.Ended;
            channel.Send(new Frame(FrameKind.Exited) { Replica = replica.Id.ToString(), Number = code });
            // What does not die now is reported when the controller stops the replica, before its slot is used again.
            if (!replica.IsStopping)
                await ender.KillAsync(replica, FrozenSet<ProcessIdentity>.Empty);
        }
        catch (Exception broken)
        {
            GuardChannel.Fail(broken);
        }
    }
}
