using System.Collections.Concurrent;
using Capstan.Containers.Processes.Native;
using Capstan.Containers.Processes.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>Starts replicas in the order of the calls, on a thread of its own: a start may hang on a folder that does not answer.</summary>
internal sealed class Launcher(
    ReplicaTable table, GatedSpawner spawner, OutputPump pump, Reaper reaper, ReplicaWatch watch, GuardChannel channel, string markerPrefix)
{
    private readonly BlockingCollection<Frame> _calls = [];
    private Thread? _thread;

    public void Begin()
    {
        _thread = new Thread(Work, GuardHost.ThreadStack) { IsBackground = true, Name = "launcher" };
        _thread.Start();
    }

    public void Add(Frame call) => _calls.Add(call);

    /// <summary>Drops calls that wait and returns when the one at work is over, or does not come to its end.</summary>
    public void End(TimeSpan patience)
    {
        _calls.CompleteAdding();
        while (_calls.TryTake(out _))
        {
        }
        _thread?.Join(patience);
    }

    private void Work()
    {
        try
        {
            foreach (var call in _calls.GetConsumingEnumerable())
                Answer(call);
        }
        catch (Exception broken)
        {
            GuardChannel.Fail(broken);
        }
    }

    private void Answer(Frame call)
    {
        GuardReplica? replica = null;
        try
        {
            var error = Spawn(call, child => replica = child);
            if (error == 0 && replica is not null)
            {
                channel.Send(new Frame(FrameKind.Started) { Call = call.Call, Replica = call.Replica, Number = replica.Process.Pid });
                watch.Begin(replica);
                return;
            }
            Refuse(call, replica, Errno.ToFault(error == 0 ? Errno.Again : error), error == 0 ? "killed before it began" : Errno.Text(error));
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            Refuse(call, replica, StartFault.Transient, broken.Message);
        }
    }

    private int Spawn(Frame call, Action<GuardReplica> take)
    {
        if (!ReplicaId.TryParse(call.Replica, out var id))
            throw new InvalidDataException($"'{call.Replica}' is not a replica.");
        var output = OutputPipe.Create();
        var outputSource = pump.Add(id, output.Ours, isError: false);
        try
        {
            var error = OutputPipe.Create();
            try
            {
                var errorSource = pump.Add(id, error.Ours, isError: true);
                var request = new SpawnRequest(call.Text, call.Words, call.Environment, call.Folder, output.Theirs, error.Theirs);
                return spawner.Spawn(request, child =>
                {
                    var replica = new GuardReplica(id, child, markerPrefix + id, [outputSource, errorSource]);
                    table.Add(replica);
                    take(replica);
                    reaper.NoteBirth();
                });
            }
            finally
            {
                _ = Libc.Close(error.Theirs);
            }
        }
        finally
        {
            // With no writer left the pump comes to the end of the pipe and closes it.
            _ = Libc.Close(output.Theirs);
        }
    }

    private void Refuse(Frame call, GuardReplica? replica, StartFault fault, string text)
    {
        if (replica is not null)
            table.Remove(replica);
        channel.Send(new Frame(FrameKind.NotStarted) { Call = call.Call, Replica = call.Replica, Number = (int)fault, Text = text });
    }
}
