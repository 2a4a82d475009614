using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Control;

/// <summary>What a replica wrote last, for people who wonder why it ended.</summary>
internal sealed class LastWords(IReplicaLogs logs, TimeProvider time)
{
    private const int Lines = 3;
    private const int LongestLine = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The last few lines in one sentence; empty when there are none, or when they cannot be had.</summary>
    public async Task<string> OfAsync(ReplicaId replica)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        var last = new Queue<string>();
        try
        {
            await foreach (var line in logs.ReadAsync(new LogQuery(replica.Service, Lines), limit.Token))
            {
                if (line.Replica != replica || string.IsNullOrWhiteSpace(line.Text))
                    continue;
                last.Enqueue(line.Text.Length > LongestLine ? line.Text[..LongestLine] + "…" : line.Text.Trim());
                if (last.Count > Lines)
                    last.Dequeue();
            }
        }
        catch (Exception fault)
        {
            // Whatever the reason, the stop that waits for these words goes on without them.
            return $"; what it wrote cannot be read ({fault.Message.TrimEnd('.')})";
        }

        return last.Count == 0 ? "" : $"; it last wrote: {string.Join(" / ", last)}";
    }
}
