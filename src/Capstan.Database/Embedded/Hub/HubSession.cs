using System.Net.Sockets;
using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Hub;

/// <summary>One worker's connection, from its hello to its end. The end of the connection is the end of the membership.</summary>
internal sealed class HubSession : IWriteSink, IReadSink
{
    // A worker that is started again may be here before the end of its predecessor's connection was seen.
    private static readonly TimeSpan SlotPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SlotPause = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly HubParts _hub;
    private readonly Outbox _outbox;
    private readonly Lock _viewLock = new();
    private readonly Dictionary<int, LogStream> _streams = [];
    private SessionCalls? _calls;
    private Hello? _hello;
    private long _heard;
    private int _viewDue;
    private volatile bool _isBusy;
    private volatile bool _isJoined;
    private volatile string? _reason;

    public HubSession(Socket socket, HubParts hub)
    {
        (_socket, _hub) = (socket, hub);
        _outbox = new Outbox(socket, Roomy, fault => Close(fault.Message));
        _heard = hub.Time.GetTimestamp();
    }

    public Guid Id => _hello!.Id;

    public int Slot => _hello!.Slot;

    public bool HasRoom => !_outbox.IsFull;

    /// <summary>Serves the worker until its connection ends.</summary>
    public async Task RunAsync()
    {
        using var reader = new FrameReader(_socket);
        try
        {
            while (await reader.FillAsync(CancellationToken.None))
                await TakeAllAsync(reader);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or InvalidDataException)
        {
            _reason ??= fault.Message;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Sends the newest view; at once, or as soon as there is room.</summary>
    public void ShowView()
    {
        if (_isJoined && Interlocked.Exchange(ref _viewDue, 1) == 0)
            _ = PostViewAsync();
    }

    /// <summary>Ends a worker that has been silent for too long.</summary>
    public void Check(TimeSpan session)
    {
        if (!_isBusy && _hub.Time.GetElapsedTime(Volatile.Read(ref _heard)) > session)
            Close($"it has said nothing for {session.TotalSeconds:0.#} s");
    }

    /// <summary>Counts as having heard of the worker now.</summary>
    public void Excuse() => Volatile.Write(ref _heard, _hub.Time.GetTimestamp());

    /// <summary>Ends the connection; <see cref="RunAsync"/> does the rest.</summary>
    public void Close(string reason)
    {
        _reason ??= reason;
        _outbox.Close();
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    void IWriteSink.Post(WriteDelivery delivery) => _outbox.Post(FrameKind.Write, delivery, static (writer, write) =>
        write.Intent.Write(writer.Int64(write.Tag).Int64(write.Now).Byte(write.IsDead ? (byte)1 : (byte)0)));

    void IReadSink.Post(ReadDelivery delivery) => _outbox.Post(FrameKind.Read, delivery, static (writer, read) =>
        read.Query.Write(writer.Int64(read.Tag)));

    public void Flush() => _outbox.FlushSoon();

    private async ValueTask TakeAllAsync(FrameReader reader)
    {
        _isBusy = true;
        Excuse();
        while (reader.TryRead(out var kind, out var content))
        {
            if (_hello is null)
                await GreetAsync(kind, content);
            else if (kind == FrameKind.Append)
                await _hub.Log.AppendAsync(MessageOf(content), CancellationToken.None);
            else
                Take(kind, new RecordReader(content), content);
        }

        if (_isJoined)
            Pump();
        Excuse();
        _isBusy = false;
    }

    private async ValueTask GreetAsync(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        if (kind != FrameKind.Hello)
            throw new InvalidDataException("it did not introduce itself");
        var hello = Hello.Read(new RecordReader(content));
        var since = _hub.Time.GetTimestamp();
        while (_hub.Members.Has(hello.Slot) && _hub.Time.GetElapsedTime(since) < SlotPatience)
            await Task.Delay(SlotPause, _hub.Time);
        _hello = hello;
        _calls = new SessionCalls(_hub, hello.Id, _outbox);
        if (_hub.Members.Join(new Member(hello.Id, hello.Slot, hello.Pid, hello.Engine, MemberBook.Untold)) is { } refusal)
        {
            _hub.Notice(new EngineNotice(NoticeKinds.WorkerRefused, refusal, hello.Slot));
            _outbox.Send(FrameKind.Refused, refusal, static (writer, text) => writer.Text(text));
            throw new InvalidDataException(refusal);
        }

        _outbox.Send(FrameKind.Welcome, new Welcome(_hub.Settings, _hub.Snapshots.Path), static (writer, welcome) => welcome.Write(writer));
        _isJoined = true;
        ShowView();
    }

    private void Take(FrameKind kind, RecordReader reader, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Ping:
                break;
            case FrameKind.Report:
                _hub.Members.Report(Id, StateCodec.ReadState(reader));
                break;
            case FrameKind.Note:
                _hub.Notice(new EngineNotice(reader.Text(), reader.Text(), Slot));
                break;
            case FrameKind.Call:
                _calls!.Take(content);
                break;
            case FrameKind.ReadLog:
                Begin(reader.Int32(), new LogPosition(reader.Int64()));
                break;
            case FrameKind.LogRoom:
                if (_streams.TryGetValue(reader.Int32(), out var stream))
                    stream.Consumed(reader.Int64());
                break;
            case FrameKind.StopLog:
                if (_streams.Remove(reader.Int32(), out var stopped))
                    stopped.Dispose();
                break;
            default:
                TakeRequests(kind, reader, content);
                break;
        }
    }

    private void TakeRequests(FrameKind kind, RecordReader reader, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.TakeWrites:
                _hub.Writes.Consume(this, new Epoch(reader.Int64()));
                break;
            case FrameKind.StopWrites:
                _hub.Writes.Stop(this);
                break;
            case FrameKind.WriteAnswer:
                _hub.Writes.Answer(this, reader.Int64(), AnswerOf(content));
                break;
            case FrameKind.TakeReads:
                _hub.Reads.Consume(this, reader.Int32());
                break;
            case FrameKind.StopReads:
                _hub.Reads.Stop(this);
                break;
            case FrameKind.ReadAnswer:
                _hub.Reads.Answer(this, reader.Int64(), AnswerOf(content));
                break;
            default:
                throw new InvalidDataException($"it sent a frame of kind {(byte)kind}");
        }
    }

    // Behind the tag. It outlives the frame, so it is copied.
    private static Answer AnswerOf(ReadOnlyMemory<byte> content) => Answer.Decode(content[sizeof(long)..].ToArray());

    private static byte[] MessageOf(ReadOnlyMemory<byte> content) => content.Length <= SegmentFormat.MaxPayload
        ? content.ToArray()
        : throw new InvalidDataException($"it sent a message of {content.Length} bytes; {SegmentFormat.MaxPayload} are the most");

    private void Begin(int id, LogPosition after)
    {
        var stream = new LogStream(id, _hub.Log, _outbox);
        if (!_streams.TryAdd(id, stream))
            throw new InvalidDataException($"it began reading {id} twice");
        _ = Task.Run(() => stream.RunAsync(after));
    }

    private async Task PostViewAsync()
    {
        await _outbox.RoomAsync();
        Interlocked.Exchange(ref _viewDue, 0);
        // The view is taken under the lock, so that an older one never follows a newer one.
        lock (_viewLock)
            _outbox.Post(FrameKind.View, _hub.Members.View, StateCodec.Write);
        _outbox.Flush();
    }

    private void Roomy()
    {
        if (_isJoined)
            Pump();
    }

    private void Pump()
    {
        _hub.Writes.Pump();
        _hub.Reads.Pump();
    }

    private void End()
    {
        _outbox.Close();
        _socket.Dispose();
        foreach (var stream in _streams.Values)
            stream.Dispose();
        if (!_isJoined)
            return;
        _isJoined = false;
        try
        {
            _hub.Members.Leave(Id, _reason ?? "its connection ended");
        }
        catch (IOException fault)
        {
            _hub.Fail(fault);
        }

        _hub.Writes.Stop(this);
        _hub.Reads.Stop(this);
    }
}
