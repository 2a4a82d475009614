using System.Net.Sockets;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Wire;

/// <summary>
/// The sending side of a connection. A frame goes out at once when nothing else is on its way; what comes while a send is under way
/// goes out in one piece behind it. <see cref="Post"/> only notes the frame, so that it may be called under a lock; <see cref="Flush"/>
/// sends and may not. Who can wait asks for room first: that keeps the memory bounded.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="roomy">Called, under no lock, when there is room again.</param>
/// <param name="broken">Called, under no lock, when a send failed.</param>
internal sealed class Outbox(Socket socket, Action roomy, Action<Exception> broken)
{
    /// <summary>Bytes that may wait to be sent before the outbox counts as full.</summary>
    public const int Limit = 1024 * 1024;

    private const int RoundsInline = 8;
    private readonly Lock _lock = new();
    private RecordWriter _filling = new();
    private RecordWriter _sending = new();
    private RecordWriter _frame = new();
    private TaskCompletionSource? _room;
    private bool _isBusy;
    private bool _isClosed;
    private int _isDue;

    /// <summary>Whether whoever can wait should.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _filling.Written.Length >= Limit;
        }
    }

    /// <summary>Notes a frame; nothing happens when the connection is closed.</summary>
    public void Post<T>(FrameKind kind, T content, Action<RecordWriter, T> write)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _frame.Byte((byte)kind);
            write(_frame, content);
            _filling.Bytes(_frame.Written.Span);
            _frame = Emptied(_frame);
        }
    }

    /// <summary>Notes a frame without content.</summary>
    public void Post(FrameKind kind) => Post(kind, 0, static (_, _) => { });

    /// <summary>Notes a frame and sends.</summary>
    public void Send<T>(FrameKind kind, T content, Action<RecordWriter, T> write)
    {
        Post(kind, content, write);
        Flush();
    }

    /// <summary>Sends what was noted, unless somebody is sending already and will do that too.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_isBusy || _isClosed || _filling.Written.Length == 0)
                return;
            _isBusy = true;
        }

        _ = SendAllAsync();
    }

    /// <summary>
    /// Sends what was noted once the work that is queued on this thread before it is done: what that work notes goes out in the same
    /// piece. A frame that comes alone waits for nobody.
    /// </summary>
    public void FlushSoon()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static outbox => outbox.FlushDue(), this, preferLocal: true);
    }

    /// <summary>Ends when there is room, or the connection is closed.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
        {
            if (_isClosed || _filling.Written.Length < Limit)
                return Task.CompletedTask;
            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Sends nothing more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _room?.TrySetResult();
        }
    }

    private void FlushDue()
    {
        Volatile.Write(ref _isDue, 0);
        Flush();
    }

    private async Task SendAllAsync()
    {
        try
        {
            for (var round = 1; Take(out var wasFull); round++)
            {
                if (wasFull)
                    roomy();
                await SendAsync(_sending.Written);
                // Whoever came to send one frame does not end up sending everybody's.
                if (round % RoundsInline == 0)
                    await Task.Yield();
            }
        }
        catch (Exception fault)
        {
            Close();
            broken(fault);
        }
    }

    private bool Take(out bool wasFull)
    {
        lock (_lock)
        {
            wasFull = _filling.Written.Length >= Limit;
            _isBusy = _filling.Written.Length > 0 && !_isClosed;
            if (!_isBusy)
                return false;
            (_filling, _sending) = (Emptied(_sending), _filling);
            _room?.TrySetResult();
            _room = null;
            return true;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }

    // A single large frame must not keep its memory for good.
    private static RecordWriter Emptied(RecordWriter writer)
    {
        if (writer.Written.Length > 2 * Limit)
            return new RecordWriter();
        writer.Clear();
        return writer;
    }
}
