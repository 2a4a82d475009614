using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>A connection to a target: being made, at work for one passage, or idle in its pool.</summary>
internal sealed class UpstreamConnection(Worker worker, UpstreamPool pool) : Connection(worker)
{
    // As they were at the beginning: the pool's may change while they are tried one after the other.
    private readonly SocketAddress[] _addresses = pool.Addresses;
    private int _address;

    /// <summary>The pool that it belongs to.</summary>
    public UpstreamPool Pool { get; } = pool;

    /// <summary>Who uses it; null while it is idle.</summary>
    public Passage? User { get; set; }

    /// <summary>Whether the connection was made.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether a request went over it before.</summary>
    public bool IsReused { get; set; }

    /// <summary>Since when it has been idle, in timestamp ticks.</summary>
    public long IdleSince { get; set; }

    /// <summary>Its place in the pool's list of all.</summary>
    public int Place { get; set; }

    /// <summary>
    /// Whether nothing came, neither bytes nor an end, that was not used: what comes outside of an exchange would be taken for the next one's answer.
    /// </summary>
    /// <param name="asks">Whether the system is asked too: it may know more than the loop was told.</param>
    public bool IsSilent(bool asks)
    {
        if (asks)
            Doubt();
        return IsDrained && Fill() == Filling.Nothing;
    }

    /// <summary>Begins to connect, to one address after the other until one is not refused at once.</summary>
    /// <returns>0 when it is under way or made, otherwise the negative error of the last one.</returns>
    public int Connect()
    {
        var outcome = Errno.Invalid;
        for (; _address < _addresses.Length; _address++)
        {
            outcome = Sockets.Connect(_addresses[_address], out var isConnected);
            if (outcome < 0)
                continue;
            Descriptor = outcome;
            IsConnected = isConnected;
            outcome = Worker.Loop.Watch(this, Descriptor);
            if (outcome >= 0)
                return 0;
            CloseSocket(isCut: false);
        }

        return outcome;
    }

    /// <summary>Tells the target that nothing more will come, while its own words may still do.</summary>
    public void EndSending() => Sockets.EndSending(Descriptor);

    /// <summary>Closes it; its pool forgets it.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        User = null;
        CloseSocket(isCut: false);
        Pool.Forget(this);
    }

    /// <inheritdoc />
    public override void OnReady(Readiness readiness)
    {
        Note(readiness);
        if (User is null)
        {
            // Nothing is expected of an idle connection but its end.
            if (!IsSilent(asks: false))
                Close();
        }
        else if (IsConnected)
        {
            User.OnUpstream(readiness);
        }
        else if ((readiness & (Readiness.Write | Readiness.Error | Readiness.HangUp)) != Readiness.None)
        {
            Conclude(readiness);
        }
    }

    /// <inheritdoc />
    public override void OnDue(long now)
    {
    }

    /// <inheritdoc />
    public override void Abort()
    {
        var user = User;
        try
        {
            Close();
        }
        finally
        {
            user?.Abort();
        }
    }

    private void Conclude(Readiness readiness)
    {
        var outcome = Sockets.ConnectOutcome(Descriptor);
        IsConnected = outcome == 0;
        if (!IsConnected)
        {
            CloseSocket(isCut: false);
            if (++_address < _addresses.Length)
                outcome = Connect();
        }

        if (outcome < 0)
        {
            var user = User!;
            User = null;
            Pool.Forget(this);
            user.NotConnected(outcome);
        }
        else if (IsConnected)
        {
            Begin(readiness);
        }
    }

    private void Begin(Readiness readiness)
    {
        User!.Connected();

        // A target may have spoken, or left, by the time that the connection is known to be made: that is told once.
        if (MayHaveMore)
            User?.OnUpstream(readiness);
    }
}
