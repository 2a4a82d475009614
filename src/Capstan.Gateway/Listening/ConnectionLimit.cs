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
        if (!TryEnter())
            return false;
        LeaveWith(connection);
        return true;
    }

    /// <summary>Counts a connection until <see cref="Leave"/>; false when there are too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= most)
            return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    /// <summary>A connection that is counted already leaves when it closes.</summary>
    public void LeaveWith(ConnectionContext connection) =>
        connection.ConnectionClosed.UnsafeRegister(static state => ((ConnectionLimit)state!).Leave(), this);

    /// <summary>A connection that was counted has closed.</summary>
    public void Leave() => Interlocked.Decrement(ref _open);
}
