using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway.Listening;

/// <summary>Counts open client connections over all listeners, upgraded ones included.</summary>
internal sealed class ConnectionLimit(int most)
{
    private int _open;

    /// <summary>Connections now open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Counts a connection until it closes; false when there are too many.</summary>
    public bool TryEnter(ConnectionContext connection)
    {
        if (Interlocked.Increment(ref _open) > most)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        connection.ConnectionClosed.UnsafeRegister(static state => ((ConnectionLimit)state!).Leave(), this);
        return true;
    }

    private void Leave() => Interlocked.Decrement(ref _open);
}
