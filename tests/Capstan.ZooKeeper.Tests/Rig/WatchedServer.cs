using System.Collections.Concurrent;
using System.Net.Sockets;
using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Tests.Rig;

/// <summary>What a server keeps of lasting watches at the one node that a test watches; it has no nodes.</summary>
internal sealed class WatchedServer
{
    private readonly ConcurrentQueue<OpCode> _asked = new();
    private int _kind = -1;

    /// <summary>Whether the watch that it keeps is recursive; null when it keeps none.</summary>
    public bool? IsRecursive => Volatile.Read(ref _kind) is >= 0 and var kind ? kind == 1 : null;

    /// <summary>All calls so far.</summary>
    public IEnumerable<OpCode> Asked => _asked;

    /// <summary>When data may be read; null for at once.</summary>
    public TaskCompletionSource? MayRead { get; init; }

    public async Task PlayAsync(NetworkStream stream, int number)
    {
        await PlayedServer.GreetAsync(stream);
        while (await PlayedServer.ReadAsync(stream) is { } frame)
        {
            var (xid, op) = Take(frame);
            _asked.Enqueue(op);
            if (op == OpCode.GetData && MayRead is { } may)
                await may.Task;
            var error = op is OpCode.GetData or OpCode.Exists ? ZooKeeperError.NoNode : ZooKeeperError.Ok;
            await PlayedServer.SendAsync(stream, new JuteWriter().Int32(xid).Int64(1).Int32((int)error));
        }
    }

    private (int Xid, OpCode Op) Take(byte[] frame)
    {
        var reader = new JuteReader(frame);
        var (xid, op) = (reader.Int32(), (OpCode)reader.Int32());
        if (op == OpCode.RemoveWatches)
            Volatile.Write(ref _kind, -1);
        if (op != OpCode.AddWatch)
            return (xid, op);
        reader.Text();
        Volatile.Write(ref _kind, reader.Int32());
        return (xid, op);
    }
}
