using System.Net.Sockets;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Session;

/// <summary>A worker's connection: its outbox, its open calls, and one end for all who wait.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket _socket;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TaskCompletionSource<RecordReader>> _calls = [];
    private readonly CancellationTokenSource _ended = new();
    private long _lastCall;
    private string _reason = "";
    private bool _hasEnded;

    public Connection(Socket socket)
    {
        _socket = socket;
        Outbox = new Outbox(socket, static () => { }, fault => End(fault.Message));
    }

    public Outbox Outbox { get; }

    /// <summary>Cancelled when the connection has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why it ended.</summary>
    public string Reason => _reason.Length > 0 ? _reason : "The connection to the engine has ended.";

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="LogLostException">The connection ended; what was asked for may have been done.</exception>
    /// <exception cref="IOException">The engine could not do it.</exception>
    public async Task<RecordReader> CallAsync<T>(CallKind kind, T arguments, Action<RecordWriter, T> write, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<RecordReader>(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = Register(answer);
        try
        {
            Outbox.Send(FrameKind.Call, (call, kind, arguments, write), static (writer, frame) =>
                frame.write(writer.Int64(frame.call).Byte((byte)frame.kind), frame.arguments));
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
                _calls.Remove(call);
        }
    }

    /// <summary>Takes an answer.</summary>
    public void Take(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        var reader = new RecordReader(content.ToArray());
        if (!TryFind(reader.Int64(), out var answer))
            return;
        if (kind == FrameKind.Reply)
            answer.TrySetResult(new RecordReader(reader.Bytes()));
        else
            answer.TrySetException(new IOException(reader.Text()));
    }

    /// <summary>Ends it for everybody who waits.</summary>
    public void End(string reason)
    {
        List<TaskCompletionSource<RecordReader>> open;
        lock (_lock)
        {
            if (_hasEnded)
                return;
            (_hasEnded, _reason) = (true, reason);
            open = [.. _calls.Values];
        }

        Outbox.Close();
        _socket.Dispose();
        _ended.Cancel();
        foreach (var call in open)
            call.TrySetException(new LogLostException(Reason));
    }

    public void Dispose() => End("The worker has closed its connection.");

    private long Register(TaskCompletionSource<RecordReader> answer)
    {
        lock (_lock)
        {
            if (_hasEnded)
                throw new LogLostException(Reason);
            _calls.Add(++_lastCall, answer);
            return _lastCall;
        }
    }

    private bool TryFind(long call, out TaskCompletionSource<RecordReader> answer)
    {
        lock (_lock)
            return _calls.TryGetValue(call, out answer!);
    }
}
