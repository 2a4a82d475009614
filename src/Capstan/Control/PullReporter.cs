using System.Text.Json.Nodes;
using Capstan.Containers;
using Capstan.Core.Replicas;
using Capstan.Events;

namespace Capstan.Control;

/// <summary>Turns the many messages of a pull into a few events: its start, each tenth of the way, its end.</summary>
internal sealed class PullReporter(IEventLog events, ReplicaId replica) : IProgress<PullProgress>
{
    private int _tenth = -1;

    public void Report(PullProgress value)
    {
        var tenth = value.Total > 0 ? (int)(value.Bytes * 10 / value.Total) : 0;
        if (tenth <= _tenth)
            return;
        _tenth = tenth;
        events.Append(
            EventKinds.ImagePulling,
            $"{value.Image}: {value.Phase}, {value.Bytes / 1_000_000} of {value.Total / 1_000_000} MB",
            replica.Service,
            data: new JsonObject { ["image"] = value.Image, ["bytes"] = value.Bytes, ["total"] = value.Total });
    }
}
