using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Capstan.Containers.Processes;

/// <summary>Hands events to everybody who watches. One who does not keep up loses old ones and is told so by a resync.</summary>
internal sealed class WatchHub : IDisposable
{
    private const int Backlog = 1024;
    private readonly Lock _lock = new();
    private readonly List<Channel<RuntimeEvent>> _channels = [];
    private bool _isDisposed;

    public void Publish(RuntimeEvent news)
    {
        lock (_lock)
        {
            foreach (var channel in _channels)
            {
                if (channel.Writer.TryWrite(news))
                    continue;
                while (channel.Reader.TryRead(out _))
                {
                }
                channel.Writer.TryWrite(new RuntimeEvent(RuntimeEventKind.Resync));
            }
        }
    }

    /// <summary>Watches from the call on, not only from the first read; the first event is a resync.</summary>
    public IAsyncEnumerable<RuntimeEvent> WatchAsync(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<RuntimeEvent>(Backlog);
        channel.Writer.TryWrite(new RuntimeEvent(RuntimeEventKind.Resync));
        lock (_lock)
        {
            if (_isDisposed)
                channel.Writer.Complete();
            else
                _channels.Add(channel);
        }
        return ReadAsync(channel, cancellationToken);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (var channel in _channels)
                channel.Writer.Complete();
            _channels.Clear();
        }
    }

    private async IAsyncEnumerable<RuntimeEvent> ReadAsync(
        Channel<RuntimeEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var news in channel.Reader.ReadAllAsync(cancellationToken))
                yield return news;
        }
        finally
        {
            lock (_lock)
                _channels.Remove(channel);
        }
    }
}
