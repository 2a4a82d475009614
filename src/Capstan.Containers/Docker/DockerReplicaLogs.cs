using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Capstan.Containers.Docker;

/// <summary>Output of a stack's containers as the engine keeps it: until the container is removed, 30 MB each.</summary>
/// <param name="engine">The engine; stays the caller's to dispose.</param>
/// <param name="stack">Whose containers are read.</param>
/// <param name="time">Clock of deadlines and pauses.</param>
public sealed class DockerReplicaLogs(DockerEngine engine, DockerStack stack, TimeProvider time) : IReplicaLogs
{
    private const int Buffer = 1024;
    private readonly DockerContainers _containers = new(engine, stack, time);

    /// <inheritdoc />
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    public async IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var logs = new Dictionary<string, ContainerLog>(StringComparer.Ordinal);
        await TakeInAsync(logs, query, cancellationToken);
        await foreach (var line in KeptAsync(logs.Values, query.Tail, cancellationToken))
            yield return line;
        if (!query.Follow)
            yield break;
        var channel = Channel.CreateBounded<LogLine>(Buffer);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(logs, query, channel.Writer, stop.Token);
        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
                yield return line;
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    /// <summary>What is kept now: each log in its own order, all merged by time.</summary>
    private static async IAsyncEnumerable<LogLine> KeptAsync(
        IEnumerable<ContainerLog> logs, int? tail, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heads = new PriorityQueue<IAsyncEnumerator<StampedLine>, string>(StringComparer.Ordinal);
        try
        {
            foreach (var log in logs)
                await PushAsync(heads, log.ReadAsync(tail, follow: false, cancellationToken).GetAsyncEnumerator(cancellationToken));
            while (heads.TryDequeue(out var head, out _))
            {
                var line = head.Current.Line;
                await PushAsync(heads, head);
                yield return line;
            }
        }
        finally
        {
            foreach (var (head, _) in heads.UnorderedItems)
                await head.DisposeAsync();
        }
    }

    private static async Task PushAsync(PriorityQueue<IAsyncEnumerator<StampedLine>, string> heads, IAsyncEnumerator<StampedLine> head)
    {
        if (await head.MoveNextAsync())
            heads.Enqueue(head, head.Current.Stamp);
        else
            await head.DisposeAsync();
    }

    /// <summary>Follows every log, those of containers that start later and those cut off by a lost connection included.</summary>
    private async Task PumpAsync(
        Dictionary<string, ContainerLog> logs, LogQuery query, ChannelWriter<LogLine> lines, CancellationToken cancellationToken)
    {
        var readers = new Dictionary<string, Task>(StringComparer.Ordinal);
        Exception? fault = null;
        try
        {
            await foreach (var happened in new ContainerEvents(_containers, time).ReadAsync(cancellationToken))
            {
                if (happened.Event.Kind == RuntimeEventKind.Exited)
                    continue;
                Forget(logs, readers, await TakeInAsync(logs, query, cancellationToken));
                foreach (var (id, log) in logs.Where(pair => !readers.TryGetValue(pair.Key, out var reader) || reader.IsCompleted))
                    readers[id] = FollowAsync(log, lines, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader has left.
        }
        catch (RuntimeUnavailableException error)
        {
            fault = error;
        }
        finally
        {
            lines.TryComplete(fault);
            await Task.WhenAll(readers.Values);
        }
    }

    private static async Task FollowAsync(ContainerLog log, ChannelWriter<LogLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var line in log.ReadAsync(tail: null, follow: true, cancellationToken))
                await lines.WriteAsync(line.Line, cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            // The reader has left.
        }
        catch (RuntimeUnavailableException)
        {
            // The next Resync begins again where this log was left.
        }
    }

    /// <summary>Adds the logs of containers that are new.</summary>
    /// <returns>All containers that are there.</returns>
    private async Task<HashSet<string>> TakeInAsync(Dictionary<string, ContainerLog> logs, LogQuery query, CancellationToken cancellationToken)
    {
        string[] labels = query.Service is null ? [] : [$"{DockerLabels.Service}={query.Service}"];
        var there = await _containers.ListAsync(cancellationToken, labels);
        foreach (var summary in there)
        {
            if (!logs.ContainsKey(summary.Id) && ContainerLog.Of(engine, summary) is { } log)
                logs.Add(summary.Id, log);
        }

        return there.Select(summary => summary.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Of a container that was removed nothing more comes, once its log was read to the end.</summary>
    private static void Forget(Dictionary<string, ContainerLog> logs, Dictionary<string, Task> readers, HashSet<string> there)
    {
        var done = logs.Keys.Where(id => !there.Contains(id) && (!readers.TryGetValue(id, out var reader) || reader.IsCompleted)).ToList();
        foreach (var id in done)
        {
            logs.Remove(id);
            readers.Remove(id);
        }
    }
}
