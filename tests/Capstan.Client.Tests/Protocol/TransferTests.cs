using Capstan.Client.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Client.Tests.Protocol;

/// <summary>Backups, restores and the status under bad answers.</summary>
public sealed class TransferTests
{
    private const string Restored = """{"position":8,"requestId":"k","digest":"ab"}""";

    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 300_000).Select(number => (byte)number)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Backup_BrokenInTheMiddle_IsBegunAnew()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Problem(503, "unavailable"), Broken, File);
        using var client = server.Client();
        using var target = new MemoryStream();
        target.Write("head"u8);
        Assert.Equal(6, await client.BackupAsync(target, cancellationToken: Stop));
        Assert.Equal([.. "head"u8, .. Bytes], target.ToArray());
    }

    [Fact]
    public async Task Backup_BrokenIntoWhatCannotSeek_IsThrown()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Problem(503, "unavailable"), Broken, File);
        using var client = server.Client();
        await using var target = new OneWayStream(new MemoryStream());
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.BackupAsync(target, cancellationToken: Stop));
        Assert.Equal(DatabaseErrors.NoAnswer, fault.Code);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Backup_AFullDisk_IsTheCallersOwnFault()
    {
        await using var server = await PlayedServer.StartAsync(File);
        using var client = server.Client();
        using var target = new MemoryStream(new byte[10]);
        await Assert.ThrowsAsync<NotSupportedException>(() => client.BackupAsync(target, cancellationToken: Stop));
    }

    [Fact]
    public async Task Restore_APassingFault_SendsTheWholeFileAgainUnderTheSameKey()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Problem(504, "outcome_unknown"), Answers.Garbage(Restored));
        using var client = server.Client();
        var progress = new Progress();
        using var file = new MemoryStream([9, 9, .. Bytes]);
        file.Position = 2;
        var answer = await client.RestoreAsync(file, Bytes.Length, progress: progress, cancellationToken: Stop);
        Assert.Equal((8, "ab", 8), (answer.Position, answer.Digest, client.Position));
        Assert.Single(server.Requests.Select(request => (request.Key, request.Body)).Distinct());
        Assert.Equal("60000ms", server.Requests[0].Deadline);
        Assert.Equal(new Transfer(Bytes.Length, Bytes.Length), progress.Last);
    }

    [Fact]
    public async Task Restore_WhatCannotSeek_IsSentOnce()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Problem(504, "outcome_unknown"));
        using var client = server.Client();
        await using var file = new OneWayStream(new MemoryStream(Bytes));
        var fault = await Assert.ThrowsAsync<DatabaseException>(() => client.RestoreAsync(file, Bytes.Length, cancellationToken: Stop));
        Assert.Equal((DatabaseErrors.OutcomeUnknown, Assert.Single(server.Requests).Key), (fault.Code, fault.RequestId));
    }

    [Fact]
    public async Task Restore_AFileShorterThanSaid_IsTheCallersOwnFault()
    {
        await using var server = await PlayedServer.StartAsync();
        using var client = server.Client();
        using var file = new MemoryStream(Bytes);
        await Assert.ThrowsAsync<EndOfStreamException>(() => client.RestoreAsync(file, Bytes.Length + 1, cancellationToken: Stop));
    }

    [Fact]
    public async Task Status_OfAnotherShape_IsNotBelieved()
    {
        await using var server = await PlayedServer.StartAsync(Answers.Garbage("""{"database":"main"}"""), Answers.Garbage(
            """
            {"database":"main","trouble":"","position":5,"epoch":2,"workers":[{"pid":10,"slot":0,"role":"leader","ready":true,"applied":5,"engine":"3.40.1","trouble":""}],
            "log":{"end":5,"bytes":100},"queues":{"writes":1,"reads":2,"dead":3},"snapshots":[{"position":4,"bytes":50,"digest":"ab"}]}
            """));
        using var client = server.Client();
        var state = await client.StatusAsync(Stop);
        Assert.Equal((10, true, 5), (state.Leader!.Pid, state.Leader.IsReady, state.Leader.Applied));
        Assert.Equal((5, 100, 1, 2, 3), (state.LogEnd, state.LogBytes, state.WritesWaiting, state.ReadsWaiting, state.DeadWrites));
        Assert.Equal([new SnapshotState(4, 50, "ab")], state.Snapshots);
        Assert.Equal(0, client.Position);
    }

    private static async Task File(HttpContext context)
    {
        context.Response.Headers["Capstan-Position"] = "6";
        context.Response.ContentLength = Bytes.Length;
        await context.Response.Body.WriteAsync(Bytes);
    }

    private static async Task Broken(HttpContext context)
    {
        context.Response.ContentLength = Bytes.Length;
        await context.Response.Body.WriteAsync(Bytes.AsMemory(0, 200_000));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private sealed class Progress : IProgress<Transfer>
    {
        public Transfer Last { get; private set; }

        public void Report(Transfer value) => Last = value;
    }
}
