using Capstan.Containers.Processes.Logs;
using Capstan.Containers.Processes.Native;
using Capstan.Containers.Processes.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>A guard at work: reads the controller's frames until they end, which however it comes about ends every replica.</summary>
internal sealed class GuardHost(Stream input, GuardChannel channel, TimeProvider time)
{
    /// <summary>Stack of each of the guard's threads in bytes; there is no recursion in them.</summary>
    public const int ThreadStack = 256 * 1024;

    private static readonly TimeSpan LauncherPatience = TimeSpan.FromSeconds(2);

    public void Run()
    {
        if (Frame.ReadFrom(input) is not { Kind: FrameKind.Configure } configuration)
            return;
        var stateFolder = configuration.Text;
        var markerPrefix = configuration.Folder;
        var table = new ReplicaTable(stateFolder);
        var ender = new ReplicaEnder(table, time);
        var reaper = new Reaper(table, GuardChannel.Fail);
        var pump = new OutputPump(
            LogNames.FolderIn(stateFolder), new LogLimits(configuration.Amount, configuration.Number), time, GuardChannel.Fail);
        using var gate = new SpawnGate(stateFolder);
        var spawner = new GatedSpawner(gate, GuardMarker(markerPrefix));
        var launcher = new Launcher(table, spawner, pump, reaper, new ReplicaWatch(ender, channel), channel, markerPrefix);
        table.Open();
        reaper.Begin();
        pump.Begin();
        launcher.Begin();
        channel.Send(new Frame(FrameKind.Ready) { Number = Environment.ProcessId });
        Serve(table, ender, launcher, new ReplicaInjury(table, time));
        ender.KillAllAsync().GetAwaiter().GetResult();
        launcher.End(LauncherPatience);
        ender.KillAllAsync().GetAwaiter().GetResult();
    }

    /// <summary>Marker of the guard itself, which a child shows until its program begins.</summary>
    public static string GuardMarker(string markerPrefix) => markerPrefix + "guard";

    private void Serve(ReplicaTable table, ReplicaEnder ender, Launcher launcher, ReplicaInjury injury)
    {
        while (ReadFrame() is { } frame)
        {
            if (frame.Kind == FrameKind.Start)
                launcher.Add(frame);
            else if (frame.Kind == FrameKind.Stop)
                StopAsync(frame, table, ender);
            else if (frame.Kind is FrameKind.Kill or FrameKind.Pause or FrameKind.Resume)
                InflictAsync(frame, injury);
            else
                throw new InvalidDataException($"A guard does not understand the frame {frame.Kind}.");
        }
    }

    private Frame? ReadFrame()
    {
        try
        {
            return Frame.ReadFrom(input);
        }
        catch (IOException)
        {
            // A pipe that cannot be read has lost its other side as surely as one that ended.
            return null;
        }
    }

    private async void InflictAsync(Frame call, ReplicaInjury injury)
    {
        try
        {
            channel.Send(new Frame(FrameKind.Injured) { Call = call.Call, Number = await injury.InflictAsync(call) ? 1 : 0 });
        }
        catch (Exception broken)
        {
            GuardChannel.Fail(broken);
        }
    }

    private async void StopAsync(Frame call, ReplicaTable table, ReplicaEnder ender)
    {
        try
        {
            ProcStat? left = null;
            if (ReplicaId.TryParse(call.Replica, out var id) && table.Find(id) is { } replica)
                left = await ender.StopAsync(replica, TimeSpan.FromTicks(call.Amount));
            channel.Send(left is { } stuck
                ? new Frame(FrameKind.NotStopped) { Call = call.Call, Number = stuck.Pid, Text = stuck.State.ToString() }
                : new Frame(FrameKind.Stopped) { Call = call.Call });
        }
        catch (Exception broken)
        {
            GuardChannel.Fail(broken);
        }
    }
}
