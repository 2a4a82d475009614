using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// A socket with what was received and not used yet, and what was to be sent and not taken yet: at most one block each, and none while
/// there is nothing in it. It is told once when it becomes readable or writable, and remembers.
/// </summary>
internal abstract class Connection(Worker worker) : Watched
{
    private const int LeastRoom = 2048;
    private Block? _input;
    private int _start;
    private int _end;
    private int _kept;
    private Block? _output;
    private int _outputStart;
    private int _outputEnd;
    private bool _mayRead;
    private bool _wasFilled;
    private bool _isLong;
    private int _sentAhead;

    /// <summary>Its descriptor; -1 when it is closed.</summary>
    public int Descriptor { get; protected set; } = -1;

    /// <summary>Whether it is closed.</summary>
    public bool IsClosed => Descriptor < 0;

    /// <summary>Whether the other end sends nothing more; what it sent before may still be unread.</summary>
    public bool HasPeerEnded { get; private set; }

    /// <summary>Whether neither side can send any more: it was reset, or given up by the system.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether the system took less than it was given: nothing more may be sent before <see cref="Flush"/> succeeds.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Bytes that the system took, all in all.</summary>
    public long Taken { get; private set; }

    /// <summary>Grows with every byte that the system took or the other end acknowledged; asks the system.</summary>
    public long Progress => Taken + Sockets.Acknowledged(Descriptor);

    /// <summary>What was received and not used yet.</summary>
    public ReadOnlySpan<byte> Unread => _input is null ? default : _input.Span[_start.._end];

    /// <summary>Whether nothing is unread.</summary>
    public bool IsDrained => _start == _end;

    /// <summary>Whether there may be something to read that the loop will not tell of again.</summary>
    public bool MayHaveMore => _mayRead || !IsDrained;

    /// <summary>What was <see cref="Keep">kept</see>, from its first byte, and what follows it.</summary>
    public ReadOnlySpan<byte> Kept => _input is null ? default : _input.Span[.._kept];

    /// <summary>Whether what was received takes a block above the usual size, of which there are few.</summary>
    protected bool HoldsLarge => _input is { Size: > Buffers.Usual };

    /// <summary>What all connections of a loop share.</summary>
    protected Worker Worker { get; } = worker;

    /// <summary>Takes note of an event.</summary>
    protected void Note(Readiness readiness)
    {
        if ((readiness & (Readiness.PeerEnded | Readiness.HangUp | Readiness.Error)) != Readiness.None)
            HasPeerEnded = _mayRead = true;
        else if ((readiness & Readiness.Read) != Readiness.None)
            _mayRead = true;
        if ((readiness & (Readiness.HangUp | Readiness.Error)) != Readiness.None)
            IsBroken = true;
    }

    /// <summary>The next <see cref="Fill"/> asks the system whatever the loop was told.</summary>
    protected void Doubt() => _mayRead = true;

    /// <summary>Reads what has come behind what is unread.</summary>
    public Filling Fill()
    {
        if (!_mayRead)
        {
            ReleaseInput();
            return Filling.Nothing;
        }

        if (!MakeRoom())
            return _input!.Size < Worker.Buffers.Largest ? Filling.Short : Filling.Full;
        var room = _input!.Span[_end..];
        int count;
        do
            count = Sockets.Receive(Descriptor, room);
        while (count == Errno.Interrupted);
        if (count > 0)
        {
            _end += count;

            // Less than there was room for means that nothing is left, unless the end of the stream is, which is not told twice.
            _wasFilled = count == room.Length;
            _mayRead = _wasFilled || HasPeerEnded;
            return Filling.Got;
        }

        ReleaseInput();
        if (count == 0)
            return Filling.Ended;
        if (count != Errno.Again)
            return Filling.Broken;
        _mayRead = false;
        return Filling.Nothing;
    }

    /// <summary>Takes note that the first of the unread bytes were used.</summary>
    public void Use(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = _kept;
    }

    /// <summary>Keeps the first of the unread bytes at their place until <see cref="Unkeep"/>; they count as used.</summary>
    public void Keep(int count)
    {
        if (_start > 0)
            Move(0);
        _kept = _start = count;
    }

    /// <summary>Lets go what was kept, as the message is over or its head is not needed any more; gives the block back when it holds nothing.</summary>
    public void Unkeep()
    {
        _kept = 0;
        _isLong = false;
        ReleaseInput();
    }

    /// <summary>What was kept counts as unread again. Nothing behind it may have been used.</summary>
    public void PutBack() => _kept = _start = 0;

    /// <summary>Holds no more memory than what is unread and kept needs: for whoever is going to wait.</summary>
    public void Settle()
    {
        ReleaseInput();
        if (_input is null)
            return;
        if (_start > _kept)
            Move(_kept);
        if (Worker.Buffers.TryRentBelow(_input.Size, _end) is { } smaller)
            Replace(smaller);
    }

    /// <summary>Gives the block back when nothing is unread or kept.</summary>
    public void ReleaseInput()
    {
        if (_start != _end || _kept != 0)
            return;
        _start = _end = 0;
        _wasFilled = false;
        _input?.Return();
        _input = null;
    }

    /// <summary>Sends as much as the system takes.</summary>
    /// <returns>Bytes that it took; negative when the connection is broken.</returns>
    public int SendSome(ReadOnlySpan<byte> bytes)
    {
        int count;
        do
            count = Sockets.Send(Descriptor, bytes);
        while (count == Errno.Interrupted);
        if (count == Errno.Again)
            count = 0;
        if (count < 0)
            return count;
        Taken += count;
        IsBlocked = count < bytes.Length;
        return count;
    }

    /// <summary>Sends bytes; what the system does not take now is copied, and goes with <see cref="Flush"/>.</summary>
    /// <param name="bytes">Up to <see cref="Buffers.Most"/> there is memory for what the system does not take.</param>
    /// <returns>False when the connection is broken, or there is no memory.</returns>
    public bool Send(ReadOnlySpan<byte> bytes)
    {
        bytes = SkipAhead(bytes);
        if (_output is not null)
            return PutAside(bytes);
        var count = SendSome(bytes);
        return count == bytes.Length || (count >= 0 && PutAside(bytes[count..]));
    }

    /// <summary>Sends two pieces as if they were one.</summary>
    /// <param name="first">Sent or put aside whole.</param>
    /// <param name="second">Sent as far as the system takes it.</param>
    /// <returns>Bytes of the second piece that it took; negative when the connection is broken.</returns>
    public int SendSome(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        first = SkipAhead(first);
        int count;
        do
            count = Sockets.Send(Descriptor, first, second);
        while (count == Errno.Interrupted);
        if (count == Errno.Again)
            count = 0;
        if (count < 0)
            return count;
        Taken += count;
        IsBlocked = count < first.Length + second.Length;
        if (count >= first.Length)
            return count - first.Length;
        return PutAside(first[count..]) ? 0 : Errno.NoBuffers;
    }

    /// <summary>Sends one more byte of a message of which only the beginning is known; when it is sent, it is sent without that byte.</summary>
    /// <param name="beginning">What it begins with.</param>
    /// <returns>False when the connection is broken.</returns>
    public bool SendAhead(ReadOnlySpan<byte> beginning)
    {
        if (_sentAhead == beginning.Length)
            return true;
        var count = SendSome(beginning.Slice(_sentAhead, 1));
        IsBlocked = false;
        if (count > 0)
            _sentAhead++;
        return count >= 0;
    }

    /// <summary>Sends what was put aside.</summary>
    /// <returns>False when the connection is broken; otherwise see <see cref="IsBlocked"/>.</returns>
    public bool Flush()
    {
        IsBlocked = false;
        if (_output is null)
            return true;
        var count = SendSome(_output.Span[_outputStart.._outputEnd]);
        if (count < 0)
            return false;
        _outputStart += count;
        if (_outputStart == _outputEnd)
            ReleaseOutput();
        return true;
    }

    /// <summary>Closes the socket and gives all memory back.</summary>
    /// <param name="isCut">Whether the other end is to see that it was cut, rather than an end.</param>
    protected void CloseSocket(bool isCut)
    {
        Worker.Loop.Forget(this);
        if (isCut)
            Sockets.Abort(Descriptor);
        else
            Sockets.Close(Descriptor);
        Forget();
    }

    /// <summary>Lets the socket go without closing it.</summary>
    protected int Detach()
    {
        var descriptor = Descriptor;
        Worker.Loop.Forget(this, descriptor);
        Forget();
        return descriptor;
    }

    private void Forget()
    {
        Descriptor = -1;
        _kept = _start = _end = 0;
        ReleaseInput();
        ReleaseOutput();

        // A connection to a target may go on with another socket, of which nothing is known yet.
        IsBlocked = HasPeerEnded = IsBroken = _mayRead = _wasFilled = _isLong = false;
        _sentAhead = 0;
    }

    private ReadOnlySpan<byte> SkipAhead(ReadOnlySpan<byte> bytes)
    {
        if (_sentAhead == 0)
            return bytes;
        var rest = bytes[_sentAhead..];
        _sentAhead = 0;
        return rest;
    }

    private bool MakeRoom()
    {
        // What fills a block at once is a long body: larger pieces cost fewer calls, while there are such blocks to spare.
        if (_input is null)
        {
            _input = (_isLong ? Worker.Buffers.TryRentFast(Buffers.Usual) : null) ?? Worker.Buffers.Rent();
            return true;
        }

        if (_wasFilled && _end == 0 && Worker.Buffers.TryRentFast(_input.Size) is { } fast)
        {
            _isLong = true;
            Replace(fast);
        }

        if (_input.Size - _end < LeastRoom && _start > _kept)
            Move(_kept);
        var need = Math.Max(_end + LeastRoom, Buffers.Usual);
        if (_input.Size < need && Worker.Buffers.TryRentToRead(need) is { } larger)
            Replace(larger);
        return _end < _input.Size;
    }

    private void Move(int to)
    {
        var memory = _input!.Span;
        memory[_start.._end].CopyTo(memory[to..]);
        _end -= _start - to;
        _start = to;
    }

    private void Replace(Block other)
    {
        _input!.Span[.._end].CopyTo(other.Span);
        _input.Return();
        _input = other;
    }

    /// <summary>Copies what could not be sent, behind what could not be sent before; false when there is no memory for it.</summary>
    private bool PutAside(ReadOnlySpan<byte> bytes)
    {
        var before = _output is null ? default : _output.Span[_outputStart.._outputEnd];
        var length = before.Length + bytes.Length;
        if (Worker.Buffers.TryRentToSend(length) is not { } block)
            return false;
        before.CopyTo(block.Span);
        bytes.CopyTo(block.Span[before.Length..]);
        ReleaseOutput();
        _output = block;
        _outputStart = 0;
        _outputEnd = length;
        return true;
    }

    private void ReleaseOutput()
    {
        _output?.Return();
        _output = null;
    }
}
