using System.Net.Sockets;

namespace Capstan.ZooKeeper.Connections;

/// <summary>A socket as the stream that encryption runs on. Reads on the calling thread wait no longer than they are allowed to.</summary>
/// <param name="socket">The connection, which ends with it.</param>
/// <param name="time">The clock.</param>
internal sealed class PatientStream(Socket socket, TimeProvider time) : NetworkStream(socket, ownsSocket: true)
{
    private long _since;
    private TimeSpan _patience;

    /// <summary>From now on reads wait so long in all.</summary>
    public void Wait(TimeSpan patience) => (_since, _patience) = (time.GetTimestamp(), patience);

    /// <inheritdoc />
    /// <exception cref="IdleException">Nothing came in time.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var left = _patience - time.GetElapsedTime(_since);
            var wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            if (Socket.Poll(wait < Link.LongestPoll ? wait : Link.LongestPoll, SelectMode.SelectRead))
                return Socket.Receive(buffer);
            if (wait <= Link.LongestPoll)
                throw new IdleException();
        }
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
