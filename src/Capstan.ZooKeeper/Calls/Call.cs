using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Calls;

/// <summary>A call, from its making to its answer.</summary>
/// <param name="op">Its kind.</param>
/// <param name="path">The node that it is about, as the caller named it.</param>
/// <param name="body">Its body as the protocol has it.</param>
internal abstract class Call(OpCode op, string path, JuteWriter body)
{
    /// <summary>Its kind.</summary>
    public OpCode Op => op;

    /// <summary>The node that it is about, as the caller named it.</summary>
    public string Path => path;

    /// <summary>The number under which it was sent; 0 before.</summary>
    public int Xid { get; private set; }

    /// <summary>When it was sent.</summary>
    public long SentAt { get; private set; }

    /// <summary>Whether it has its outcome.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Notes that it is being sent, and writes its frame.</summary>
    public void Send(JuteWriter writer, int xid, long now)
    {
        (Xid, SentAt) = (xid, now);
        var start = writer.BeginFrame();
        writer.Int32(xid).Int32((int)op).Raw(body.Written.Span);
        writer.EndFrame(start);
    }

    /// <summary>Takes its answer.</summary>
    /// <exception cref="InvalidDataException">It is no answer to this call.</exception>
    public abstract void Take(ZooKeeperError error, ref JuteReader answer);

    /// <summary>Ends it without an answer.</summary>
    public abstract void Fail(Exception fault);
}
