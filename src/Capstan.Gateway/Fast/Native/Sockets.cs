using System.Diagnostics;

namespace Capstan.Gateway.Fast.Native;

/// <summary>
/// Non-blocking TCP sockets by their descriptors. Every call returns at once: what it gave, or the negative error of <see cref="Errno"/>.
/// </summary>
internal static unsafe class Sockets
{
    /// <summary>Takes what has come.</summary>
    /// <returns>Bytes; 0 when the other end has ended; otherwise the error.</returns>
    public static int Receive(int descriptor, Span<byte> into)
    {
        Debug.Assert(!into.IsEmpty, "Nothing can be received into no room: 0 would look like the end.");
        fixed (byte* start = into)
            return Libc.Outcome(Libc.Receive(descriptor, start, (nuint)into.Length, 0));
    }

    /// <summary>Gives bytes to the system.</summary>
    /// <returns>How many it took; otherwise the error.</returns>
    public static int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return Libc.Outcome(Libc.Send(descriptor, start, (nuint)bytes.Length, Libc.NoSignal));
    }

    /// <summary>Gives two pieces to the system as if they were one.</summary>
    /// <returns>How many bytes it took; otherwise the error.</returns>
    public static int Send(int descriptor, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* one = first)
        fixed (byte* two = second)
        {
            var pieces = stackalloc Libc.Piece[2];
            pieces[0] = new Libc.Piece { Start = one, Length = (nuint)first.Length };
            pieces[1] = new Libc.Piece { Start = two, Length = (nuint)second.Length };
            var message = new Libc.MessageHeader { Pieces = pieces, PieceCount = 2 };
            return Libc.Outcome(Libc.SendMessage(descriptor, &message, Libc.NoSignal));
        }
    }

    /// <summary>A listening socket.</summary>
    /// <param name="address">Where.</param>
    /// <param name="backlog">Connections that may wait to be accepted.</param>
    /// <param name="isShared">Whether other sockets of this user may listen there too, each with a share of the connections.</param>
    /// <param name="stalled">How long sent bytes of its connections may stay unacknowledged; zero for the system's own limit.</param>
    public static int Listen(SocketAddress address, int backlog, bool isShared, TimeSpan stalled)
    {
        var descriptor = Open(address);
        if (descriptor < 0)
            return descriptor;
        Set(descriptor, Libc.LevelSocket, Libc.ReuseAddress, 1);
        if (isShared)
            Set(descriptor, Libc.LevelSocket, Libc.ReusePort, 1);
        if (stalled > TimeSpan.Zero)
            Set(descriptor, Libc.LevelTcp, Libc.UserTimeout, (int)stalled.TotalMilliseconds);

        // Accepted sockets inherit it, which saves a call for each of them.
        Set(descriptor, Libc.LevelTcp, Libc.NoDelay, 1);
        if (address.IsIp6)
            Set(descriptor, Libc.LevelIp6, Libc.OnlyIp6, address.ToIPAddress().Equals(System.Net.IPAddress.IPv6Any) ? 0 : 1);
        int outcome;
        fixed (byte* bytes = address.Raw)
            outcome = Libc.Outcome(Libc.Bind(descriptor, bytes, (uint)address.Length));
        if (outcome >= 0)
            outcome = Libc.Outcome(Libc.Listen(descriptor, backlog));
        if (outcome >= 0)
            return descriptor;
        Close(descriptor);
        return outcome;
    }

    /// <summary>Takes a connection that waits.</summary>
    /// <returns>Its descriptor; otherwise the error.</returns>
    public static int Accept(int listener, out SocketAddress peer)
    {
        peer = default;
        var length = (uint)SocketAddress.Size;
        fixed (byte* bytes = peer.Raw)
            return Libc.Outcome(Libc.Accept(listener, bytes, &length, Libc.NonBlocking | Libc.CloseOnExec));
    }

    /// <summary>A socket that begins to connect.</summary>
    /// <param name="target">Whom to.</param>
    /// <param name="isConnected">Whether the connection was made at once.</param>
    /// <returns>Its descriptor; otherwise the error.</returns>
    public static int Connect(SocketAddress target, out bool isConnected)
    {
        isConnected = false;
        var descriptor = Open(target);
        if (descriptor < 0)
            return descriptor;
        Set(descriptor, Libc.LevelTcp, Libc.NoDelay, 1);
        int outcome;
        fixed (byte* bytes = target.Raw)
            outcome = Libc.Outcome(Libc.Connect(descriptor, bytes, (uint)target.Length));
        isConnected = outcome >= 0;
        if (isConnected || outcome == Errno.InProgress)
            return descriptor;
        Close(descriptor);
        return outcome;
    }

    /// <summary>How the making of a connection ended: 0, or the negative error.</summary>
    public static int ConnectOutcome(int descriptor)
    {
        int error;
        var length = (uint)sizeof(int);
        var outcome = Libc.Outcome(Libc.GetOption(descriptor, Libc.LevelSocket, Libc.SocketError, &error, &length));
        return outcome < 0 ? outcome : -error;
    }

    /// <summary>Bytes that the other end has acknowledged, all in all; 0 where the system does not tell.</summary>
    public static long Acknowledged(int descriptor)
    {
        // struct tcp_info: tcpi_bytes_acked lies behind 8 bytes, 24 counters of four and two rates of eight.
        const int Offset = 120;
        var info = stackalloc byte[Offset + sizeof(long)];
        var length = (uint)(Offset + sizeof(long));
        return Libc.Outcome(Libc.GetOption(descriptor, Libc.LevelTcp, Libc.TcpInfo, info, &length)) >= 0 && length == Offset + sizeof(long)
            ? *(long*)(info + Offset)
            : 0;
    }

    /// <summary>The address that a socket has.</summary>
    public static SocketAddress LocalAddress(int descriptor)
    {
        SocketAddress address = default;
        var length = (uint)SocketAddress.Size;
        fixed (byte* bytes = address.Raw)
            _ = Libc.LocalName(descriptor, bytes, &length);
        return address;
    }

    /// <summary>Has the system ask the other end whether it still knows the connection, whenever it was silent for ten seconds.</summary>
    public static void KeepAlive(int descriptor)
    {
        const int Seconds = 10;
        Set(descriptor, Libc.LevelTcp, Libc.KeepIdle, Seconds);
        Set(descriptor, Libc.LevelTcp, Libc.KeepInterval, Seconds);
        Set(descriptor, Libc.LevelSocket, Libc.KeepAlive, 1);
    }

    /// <summary>Tells the other end that nothing more will come.</summary>
    public static void EndSending(int descriptor) => _ = Libc.Shutdown(descriptor, Libc.ShutdownSend);

    /// <summary>Closes a socket; what it was given is still sent.</summary>
    public static void Close(int descriptor) => _ = Libc.Close(descriptor);

    /// <summary>Closes a socket so that the other end sees that it was cut.</summary>
    public static void Abort(int descriptor)
    {
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetOption(descriptor, Libc.LevelSocket, Libc.Linger, linger, 2 * sizeof(int));
        _ = Libc.Close(descriptor);
    }

    private static int Open(in SocketAddress address) =>
        Libc.Outcome(Libc.Socket(address.Family, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0));

    private static void Set(int descriptor, int level, int option, int value) =>
        _ = Libc.SetOption(descriptor, level, option, &value, sizeof(int));
}
