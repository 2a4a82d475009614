using System.Threading.Channels;

namespace Capstan.ZooKeeper.Tests.Rig;

/// <summary>Keeps what a callback was told, in order, for a test to wait for.</summary>
public sealed class Seen<T>
{
    private readonly Channel<T> _told = Channel.CreateUnbounded<T>();

    public void Tell(T what) => _told.Writer.TryWrite(what);

    /// <summary>The next one.</summary>
    public async Task<T> NextAsync() => await _told.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Reads on to one that fits.</summary>
    public async Task<T> UntilAsync(Predicate<T> fits)
    {
        while (true)
        {
            var next = await NextAsync();
            if (fits(next))
                return next;
        }
    }

    /// <summary>All that came so far and was not read.</summary>
    public List<T> Rest()
    {
        var rest = new List<T>();
        while (_told.Reader.TryRead(out var next))
            rest.Add(next);
        return rest;
    }
}
