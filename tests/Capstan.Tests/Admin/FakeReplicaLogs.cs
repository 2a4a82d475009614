using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Capstan.Containers;
using Capstan.Core.Replicas;

namespace Capstan.Tests.Admin;

/// <summary>Output of replicas that a test writes itself.</summary>
internal sealed class FakeReplicaLogs : IReplicaLogs
{
    private readonly Channel<LogLine> _later = Channel.CreateUnbounded<LogLine>();

    public List<LogLine> Kept { get; } = [Line("acts", 0, "listening"), Line("users", 0, "hello"), Line("acts", 1, "oops", isError: true)];

    public List<LogQuery> Queries { get; } = [];

    public static LogLine Line(string service, int slot, string text, bool isError = false) =>
        new(new ReplicaId(service, slot, 1), FakeStackControl.Start, isError, text);

    public void Write(LogLine line) => _later.Writer.TryWrite(line);

    public async IAsyncEnumerable<LogLine> ReadAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queries.Add(query);
        foreach (var line in Kept.Where(line => query.Service is null || line.Replica.Service == query.Service))
            yield return line;
        if (!query.Follow)
            yield break;
        await foreach (var line in _later.Reader.ReadAllAsync(cancellationToken))
            yield return line;
    }
}
