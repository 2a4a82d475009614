using Capstan.Database.Embedded.Files;
using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Embedded.Segments;
using Capstan.Database.Embedded.Snapshots;
using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Everything of a started engine, opened in order and closed in the opposite one.</summary>
internal sealed class EngineHouse : IAsyncDisposable
{
    private const string LockName = "lock";
    private readonly FileStream _lock;
    private HubServer? _server;

    private EngineHouse(FileStream folderLock, HubParts hub, SnapshotFolder files)
    {
        (_lock, Hub) = (folderLock, hub);
        hub.Members.Open(files.List() is [var newest, ..] ? newest.Lsn : Lsn.None);
        Queues = new EngineQueues(hub.Writes, hub.Reads);
    }

    public HubParts Hub { get; }

    public EngineQueues Queues { get; }

    public string SocketPath { get; private set; } = "";

    /// <exception cref="EngineException">The folder is in use, or the log is damaged.</exception>
    public static EngineHouse Open(EmbeddedOptions options, TimeProvider time, ILogDisk disk, Action<EngineNotice> notice, Action<Exception> fail)
    {
        Directory.CreateDirectory(options.Folder, DurableFile.OwnerFolder);
        File.SetUnixFileMode(options.Folder, DurableFile.OwnerFolder);
        var folderLock = Lock(options.Folder);
        SegmentLog? log = null;
        try
        {
            var files = new SnapshotFolder(Path.Combine(options.Folder, "snapshots"), time);
            files.Open();
            log = SegmentLog.Open(new SegmentLogOptions { Folder = Path.Combine(options.Folder, "log"), SegmentBytes = options.SegmentBytes }, disk);
            return new EngineHouse(folderLock, Furnish(options, time, log, files, notice, fail), files);
        }
        catch
        {
            log?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Lets workers in.</summary>
    public void LetIn(string folder)
    {
        var socket = HubSocket.Listen(folder);
        SocketPath = socket.Path;
        _server = new HubServer(socket, Hub);
        _server.Start();
    }

    /// <summary>Tells all who work by the view.</summary>
    public void ShowView()
    {
        Hub.Reads.Look(() => Hub.Members.View);
        _server?.ShowView();
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Writes.Close();
        if (_server is not null)
            await _server.DisposeAsync();
        Hub.Reads.Dispose();
        Hub.Log.Dispose();
        await _lock.DisposeAsync();
    }

    private static HubParts Furnish(
        EmbeddedOptions options, TimeProvider time, SegmentLog log, SnapshotFolder files, Action<EngineNotice> notice, Action<Exception> fail)
    {
        var members = new MemberBook(options.Folder, () => log.End);
        return new HubParts
        {
            Settings = options.Settings,
            Log = log,
            Members = members,
            Writes = new WriteQueue(options.QueueLimit, time),
            Reads = new ReadQueue(options.QueueLimit, options.MaxStaleness, () => log.End, time),
            Snapshots = new SnapshotShelf(files, members, log),
            Time = time,
            Notice = notice,
            Fail = fail,
        };
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new EngineException($"Another process has the database in {folder} open. Stop it first.", fault);
        }
    }
}
