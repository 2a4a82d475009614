using Capstan.Database.Embedded.Segments;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Tests.Embedded.Segments;

namespace Capstan.Database.Tests.Embedded.Hub;

public sealed class EmbeddedEngineTests : IDisposable
{
    private const int Deadline = 30_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Deadline)]
    public async Task Start_Folders_AreForTheOwnerAlone()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.File("db"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("db")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketOf(test)));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_PathTooLongForASocket_WorkersFindItAllTheSame()
    {
        var folder = _folder.File(new string('x', 120));
        string socket;
        await using (var test = await EngineUnderTest.StartAsync(folder))
        {
            socket = SocketOf(test);
            Assert.Equal(folder, Path.GetDirectoryName(socket));
            await using var worker = await test.JoinAsync(0);
            Assert.Equal(LogPosition.None, await worker.Log.EndAsync(Token));
        }

        Assert.False(File.Exists(socket));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_FolderInUse_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
        await Assert.ThrowsAsync<EngineException>(() => EngineUnderTest.StartAsync(_folder.Path));
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_AfterAnEnd_KnowsTheRoster()
    {
        await using (var test = await EngineUnderTest.StartAsync(_folder.Path))
        {
            await using var worker = await test.JoinAsync(3);
        }

        await using var again = await EngineUnderTest.StartAsync(_folder.Path);
        Assert.Equal([3], again.Engine.Read().View.Roster);
        Assert.NotEmpty(again.Engine.Read().Trouble);
    }

    /// <summary>A controller that starts again does not know what was told to the one before it.</summary>
    [Fact(Timeout = Deadline)]
    public async Task Retire_WorkerLeftUntoldWhoseSlotNobodyKnows_IsRefused()
    {
        await using (var test = await EngineUnderTest.StartAsync(_folder.Path))
        {
            // What is on the disk while the worker is there is what a controller that is killed leaves.
            var worker = await test.JoinAsync(1);
            File.Copy(_folder.File("roster"), _folder.File("kept"));
            await worker.DisposeAsync();
        }

        File.Move(_folder.File("kept"), _folder.File("roster"), overwrite: true);
        await using var again = await EngineUnderTest.StartAsync(_folder.Path);
        await using var staying = await again.JoinAsync(0);
        await staying.Members.ReportAsync(new MemberState { Applied = new Lsn(1000), Position = new LogPosition(1000), IsReady = true }, Token);
        await (await again.JoinAsync(1)).DisposeAsync();
        await again.NoticeAsync("worker-ready");
        await again.NoticeAsync("worker-left");
        Assert.False(await again.Engine.RetireAsync(1, Token));
        Assert.Equal([0, 1], again.Engine.Read().View.Roster);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_TornTail_IsToldToOperators()
    {
        await (await EngineUnderTest.StartAsync(_folder.Path)).DisposeAsync();
        var file = LogUnderTest.LastFile(_folder.File("log"));
        await File.AppendAllBytesAsync(file, [1, 2, 3], Token);
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
        var notice = await test.NoticeAsync("log-cut");
        Assert.Contains("3 bytes", notice.Detail);
        Assert.Contains(file, notice.Detail);
    }

    [Fact(Timeout = Deadline)]
    public async Task Start_DamagedLog_IsRefusedAndTheFolderIsFreeAgain()
    {
        await (await EngineUnderTest.StartAsync(_folder.Path)).DisposeAsync();
        var file = LogUnderTest.LastFile(_folder.File("log"));
        await File.WriteAllBytesAsync(file, new byte[40], Token);
        await Assert.ThrowsAsync<EngineException>(() => EngineUnderTest.StartAsync(_folder.Path));
        await File.WriteAllBytesAsync(file, SegmentFormat.Header(1), Token);
        await using var test = await EngineUnderTest.StartAsync(_folder.Path);
    }

    [Fact(Timeout = Deadline)]
    public async Task Append_DiskFails_TheEngineSaysThatTheProcessMustEnd()
    {
        var disk = new ScriptedDisk { FailsFlushes = true };
        await using var test = await EngineUnderTest.StartAsync(_folder.Path, disk: disk);
        await using var worker = await test.JoinAsync(0);
        await worker.Log.AppendAsync([new LogRecord { Kind = RecordKind.Read, Epoch = new Epoch(1) }], Token);
        Assert.IsType<IOException>(await test.Engine.Faulted.WaitAsync(Token));
        Assert.Contains("cannot be written", test.Engine.Read().Trouble);
        Assert.Equal(LogPosition.None, await worker.Log.EndAsync(Token));
    }

    private static string SocketOf(EngineUnderTest test) => test.Engine.WorkerEnvironment(0)["CAPSTAN_DATABASE_SOCKET"];
}
