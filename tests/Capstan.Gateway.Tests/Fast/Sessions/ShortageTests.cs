using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Forwarding;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>Takes every descriptor that the process may have, so it runs alone.</summary>
[Collection(nameof(Memory))]
public sealed class ShortageTests
{
    private const string Tool = "/usr/bin/prlimit";

    [Fact]
    public async Task Connect_NoDescriptorIsLeft_NoTargetIsBlamed()
    {
        Assert.SkipUnless(File.Exists(Tool), "prlimit is missing: install util-linux.");
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(
            [backend.AsTarget()], lookUp: null, new RequestLimits { Hold = TimeSpan.FromMilliseconds(200) });
        using var client = await RawClient.ConnectAsync(rig.Port);
        Assert.Equal(404, (await client.GetAsync("GET /nobody HTTP/1.1\r\nHost: a\r\n\r\n")).Status);

        await WithoutDescriptorsAsync(async () => Assert.Equal(502, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n")).Status));

        Assert.Equal(0, rig.Read().Targets[0].Failures);
        Assert.Equal(200, (await client.GetAsync("GET /web HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    [Fact]
    public async Task Accept_NoDescriptorIsLeft_IsToldOnceAndClientsWait()
    {
        Assert.SkipUnless(File.Exists(Tool), "prlimit is missing: install util-linux.");
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        await WithoutDescriptorsAsync(async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, rig.Port, TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => !rig.Log.Entries.IsEmpty);
            for (var pauses = 3; pauses > 0; pauses--)
            {
                rig.Time.Jump(TimeSpan.FromSeconds(1));
                await rig.DoAsync(static () => { });
            }
        });

        await rig.UntilAsync(() => rig.Connections == 1);
        Assert.Contains("cannot be accepted", Assert.Single(rig.Log.Entries).Text, StringComparison.Ordinal);
    }

    private static async Task WithoutDescriptorsAsync(Func<Task> work)
    {
        var before = Limit();
        var taken = new List<Socket>();
        try
        {
            SetLimit(Directory.GetFileSystemEntries("/proc/self/fd").Max(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)) + 64);
            TakeAll(taken);
            await work();
        }
        finally
        {
            taken.ForEach(socket => socket.Dispose());
            SetLimit(before);
        }
    }

    private static void TakeAll(List<Socket> taken)
    {
        try
        {
            while (true)
                taken.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            // That was the last one.
        }
    }

    private static long Limit() => long.Parse(
        File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3],
        CultureInfo.InvariantCulture);

    private static void SetLimit(long most)
    {
        using var tool = Process.Start(Tool, [$"--pid={Environment.ProcessId}", $"--nofile={most}:"]);
        tool.WaitForExit();
        Assert.Equal(0, tool.ExitCode);
    }
}
