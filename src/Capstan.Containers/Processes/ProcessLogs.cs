using System.Runtime.CompilerServices;
using Capstan.Containers.Processes.Logs;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes;

/// <summary>
/// Reads what replicas of the process runtime wrote, from the files in the stack's state folder; the runtime need not run. Output is
/// kept per slot, by default in three files of 10 MiB. A line longer than 64 KiB comes in pieces that end with <c>[cut]</c>.
/// </summary>
/// <param name="stateFolder">The stack's state folder.</param>
/// <param name="time">Paces the look for new lines.</param>
public sealed class ProcessLogs(string stateFolder, TimeProvider time) : IReplicaLogs
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private readonly string _folder = LogNames.FolderIn(stateFolder);

    /// <inheritdoc />
    public async IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var logs = new Dictionary<string, SlotLog>(StringComparer.Ordinal);
        try
        {
            Discover(query, logs);
            var history = logs.Values.Select(log => query.Tail is { } count ? Tail(log.ReadAvailable(), count) : log.ReadAvailable());
            foreach (var line in Merge(history))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return line;
            }
            while (query.Follow)
            {
                await Task.Delay(Period, time, cancellationToken);
                Discover(query, logs);
                foreach (var line in Merge(logs.Values.Select(log => log.ReadAvailable())))
                    yield return line;
            }
        }
        finally
        {
            foreach (var log in logs.Values)
                log.Dispose();
        }
    }

    private void Discover(LogQuery query, Dictionary<string, SlotLog> logs)
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            if (LogNames.TryParse(path, out var service, out var slot) && (query.Service is null || query.Service == service)
                && !logs.ContainsKey(path))
                logs.Add(path, new SlotLog(path, service, slot));
        }
    }

    private static List<LogLine> Tail(IEnumerable<LogLine> lines, int count)
    {
        var newest = new Dictionary<ReplicaId, Queue<LogLine>>();
        foreach (var line in lines)
        {
            if (!newest.TryGetValue(line.Replica, out var queue))
                newest[line.Replica] = queue = new Queue<LogLine>();
            queue.Enqueue(line);
            if (queue.Count > count)
                queue.Dequeue();
        }
        return [.. newest.Values.SelectMany(queue => queue).OrderBy(line => line.Time)];
    }

    private static IEnumerable<LogLine> Merge(IEnumerable<IEnumerable<LogLine>> sources)
    {
        // The place of a source decides between equal times, so that each replica's lines stay in their order.
        var heads = new PriorityQueue<IEnumerator<LogLine>, (DateTimeOffset, int)>();
        var place = 0;
        var places = new Dictionary<IEnumerator<LogLine>, int>();
        try
        {
            foreach (var source in sources)
            {
                var lines = source.GetEnumerator();
                places.Add(lines, place++);
                if (lines.MoveNext())
                    heads.Enqueue(lines, (lines.Current.Time, places[lines]));
            }
            while (heads.TryDequeue(out var lines, out _))
            {
                yield return lines.Current;
                if (lines.MoveNext())
                    heads.Enqueue(lines, (lines.Current.Time, places[lines]));
            }
        }
        finally
        {
            foreach (var lines in places.Keys)
                lines.Dispose();
        }
    }
}
