using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Capstan.Events;

namespace Capstan.Tests.Control;

/// <summary>An event log without a file; tests wait for what it is told.</summary>
internal sealed class InMemoryEventLog(TimeProvider time) : IEventLog
{
    private readonly Lock _lock = new();
    private readonly List<StackEvent> _events = [];
    private readonly List<Channel<StackEvent>> _followers = [];

    /// <summary>Raised with each event, on the thread that appends it, before anybody else can read it.</summary>
    public event Action<StackEvent>? Appending;

    public IReadOnlyList<StackEvent> All
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public StackEvent Append(string kind, string reason, string? service = null, string? replica = null, JsonObject? data = null)
    {
        lock (_lock)
        {
            var happened = new StackEvent
            {
                Id = _events.Count + 1,
                Time = time.GetUtcNow(),
                Kind = kind,
                Service = service,
                Replica = replica,
                Reason = reason,
                Data = data,
            };
            Appending?.Invoke(happened);
            _events.Add(happened);
            foreach (var follower in _followers)
                follower.Writer.TryWrite(happened);
            return happened;
        }
    }

    public IReadOnlyList<StackEvent> Recent(int most, long after = 0)
    {
        lock (_lock)
            return [.. _events.Where(happened => happened.Id > after).TakeLast(most)];
    }

    public async IAsyncEnumerable<StackEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<StackEvent>();
        lock (_lock)
        {
            foreach (var happened in _events.Where(happened => happened.Id > after))
                channel.Writer.TryWrite(happened);
            _followers.Add(channel);
        }

        await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken))
            yield return happened;
    }
}
