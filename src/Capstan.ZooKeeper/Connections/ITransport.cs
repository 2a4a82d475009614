namespace Capstan.ZooKeeper.Connections;

/// <summary>
/// Bytes to and from one server, in clear or encrypted. One thread receives; one at a time sends, at the same time as that. A connection that is
/// over shows as <see cref="IOException"/> or <see cref="System.Net.Sockets.SocketException"/>.
/// </summary>
internal interface ITransport : IDisposable
{
    /// <summary>Sends on this thread.</summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="limit">How long the peer may take to make room.</param>
    void Send(ReadOnlySpan<byte> bytes, TimeSpan limit);

    /// <summary>Sends all of it.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Waits for bytes on this thread, and needs no other for it.</summary>
    /// <param name="room">Takes them.</param>
    /// <param name="wait">How long to wait.</param>
    /// <returns>How many came; 0 at the end of the connection; null when none came in that time.</returns>
    int? Receive(Span<byte> room, TimeSpan wait);

    /// <summary>Ends the connection from any thread.</summary>
    void Break();
}
