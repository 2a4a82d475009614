using System.Globalization;
using System.Net.Sockets;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Embedded.Session;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Capstan.Database.Snapshots;
using Capstan.Database.Worker;

namespace Capstan.Database.Embedded;

/// <summary>A worker's session with an <see cref="EmbeddedEngine"/>: one connection to its socket, whose end is the end of the session.</summary>
public sealed class EmbeddedWorkerEngine : IWorkerEngine
{
    // The engine pings nobody, but a worker has to be heard three times within a session.
    private const int PingsPerSession = 3;

    private readonly Connection _connection;
    private readonly FrameReader _reader;
    private readonly Pinger _pinger;
    private readonly EmbeddedLog _log;
    private readonly EmbeddedWrites _writes;
    private readonly EmbeddedReads _reads;
    private readonly EmbeddedMembership _members;
    private readonly Task _receiving;

    private EmbeddedWorkerEngine(Connection connection, FrameReader reader, Hello hello, Welcome welcome)
    {
        (_connection, _reader, Id, Slot, Pid, Settings) = (connection, reader, hello.Id, hello.Slot, hello.Pid, welcome.Settings);
        _log = new EmbeddedLog(connection);
        _writes = new EmbeddedWrites(connection);
        _reads = new EmbeddedReads(connection);
        _members = new EmbeddedMembership(connection);
        Snapshots = new EmbeddedSnapshots(connection, new SnapshotFolder(welcome.Files, TimeProvider.System));
        _pinger = new Pinger(connection.Outbox, welcome.Settings.Session / PingsPerSession);
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <inheritdoc />
    public WorkerSettings Settings { get; }

    /// <inheritdoc />
    public Guid Id { get; }

    /// <inheritdoc />
    public int Slot { get; }

    /// <inheritdoc />
    public int Pid { get; }

    /// <inheritdoc />
    public IReplicationLog Log => _log;

    /// <inheritdoc />
    public IWriteConsumer Writes => _writes;

    /// <inheritdoc />
    public IReadConsumer Reads => _reads;

    /// <inheritdoc />
    public IMembership Members => _members;

    /// <inheritdoc />
    public ISnapshotStore Snapshots { get; }

    /// <summary>Joins the database that a worker's environment names.</summary>
    /// <param name="environment">The variables that <see cref="IDatabaseEngine.WorkerEnvironment"/> gave.</param>
    /// <param name="engine">Version and options of this worker's SQLite.</param>
    /// <param name="pid">The worker's process id as the runtime reports it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException">There is no engine, or it does not let this worker in.</exception>
    public static async Task<EmbeddedWorkerEngine> ConnectAsync(
        IReadOnlyDictionary<string, string> environment, string engine, int pid, CancellationToken cancellationToken)
    {
        var path = Need(environment, WorkerVariables.Socket);
        if (!int.TryParse(Need(environment, WorkerVariables.Slot), NumberStyles.None, CultureInfo.InvariantCulture, out var slot))
            throw new EngineException($"{WorkerVariables.Slot} is not a slot.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var reader = new FrameReader(socket);
        var connection = new Connection(socket);
        try
        {
            using (var file = new SocketFile(path))
                await socket.ConnectAsync(file.EndPoint, cancellationToken);
            var hello = new Hello(slot, Guid.NewGuid(), pid, engine);
            connection.Outbox.Send(FrameKind.Hello, hello, static (writer, own) => own.Write(writer));
            return new EmbeddedWorkerEngine(connection, reader, hello, await WelcomeAsync(reader, cancellationToken));
        }
        catch (Exception fault)
        {
            connection.Dispose();
            reader.Dispose();
            if (fault is SocketException or IOException or InvalidDataException)
                throw new EngineException($"The engine at {path} does not answer: {fault.Message}", fault);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask NoteAsync(string kind, string detail)
    {
        _connection.Outbox.Send(FrameKind.Note, (kind, detail), static (writer, note) => writer.Text(note.kind).Text(note.detail));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _pinger.Dispose();
        _connection.Dispose();
        await _receiving;
    }

    private static string Need(IReadOnlyDictionary<string, string> environment, string name) => environment.TryGetValue(name, out var value)
        ? value
        : throw new EngineException($"{name} is not set: a worker is started by its controller, which sets it.");

    private static async Task<Welcome> WelcomeAsync(FrameReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (reader.TryRead(out var kind, out var content))
            {
                var answer = new RecordReader(content);
                return kind == FrameKind.Welcome ? Welcome.Read(answer) : throw new EngineException($"The engine refuses this worker: {answer.Text()}");
            }

            if (!await reader.FillAsync(cancellationToken))
                throw new EngineException("The engine closed the connection before it let this worker in.");
        }
    }

    private async Task ReceiveAsync()
    {
        var reason = "The engine closed the connection.";
        try
        {
            // What came with the welcome is there already.
            do
            {
                while (_reader.TryRead(out var kind, out var content))
                    Take(kind, content);
                _log.Release();
                _writes.Release();
                _reads.Release();
            }
            while (await _reader.FillAsync(CancellationToken.None));
        }
        catch (Exception fault)
        {
            reason = fault.Message;
        }

        _pinger.Dispose();
        _connection.End(reason);
        _members.End();
        _log.End();
        _writes.End();
        _reads.End();
        _reader.Dispose();
    }

    private void Take(FrameKind kind, ReadOnlyMemory<byte> content)
    {
        switch (kind)
        {
            case FrameKind.View:
                _members.Take(new RecordReader(content));
                break;
            case FrameKind.Reply or FrameKind.Fault:
                _connection.Take(kind, content);
                break;
            case FrameKind.LogBegun or FrameKind.LogEntry or FrameKind.LogGap or FrameKind.LogFault:
                _log.Take(kind, new RecordReader(content));
                break;
            case FrameKind.Write:
                _writes.Take(content);
                break;
            case FrameKind.Read:
                _reads.Take(content);
                break;
            default:
                throw new InvalidDataException($"The engine sent a frame of kind {(byte)kind}.");
        }
    }
}
