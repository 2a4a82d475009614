using System.Threading.Channels;

namespace Capstan.Testing.Runtimes;

/// <summary>Hands every item to all who listen at that moment.</summary>
public sealed class Broadcast<T>
{
    private readonly Lock _gate = new();
    private readonly List<ChannelWriter<T>> _listeners = [];

    /// <summary>Begins to listen; dispose the result to end.</summary>
    public Subscription Listen()
    {
        var channel = Channel.CreateUnbounded<T>();
        lock (_gate)
            _listeners.Add(channel.Writer);
        return new Subscription(this, channel);
    }

    /// <summary>Tells all who listen.</summary>
    public void Tell(T item)
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
                listener.TryWrite(item);
        }
    }

    private void Forget(ChannelWriter<T> listener)
    {
        lock (_gate)
            _listeners.Remove(listener);
        listener.TryComplete();
    }

    /// <summary>One listener's share.</summary>
    public sealed class Subscription(Broadcast<T> owner, Channel<T> channel) : IDisposable
    {
        /// <summary>What was told since.</summary>
        public ChannelReader<T> Reader => channel.Reader;

        /// <inheritdoc />
        public void Dispose() => owner.Forget(channel.Writer);
    }
}
