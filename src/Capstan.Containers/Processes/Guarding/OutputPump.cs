using Capstan.Containers.Processes.Logs;
using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// Moves the output of all replicas into their logs, with one thread and one buffer. A disk that is slow or stuck makes the pipes
/// fill up and the replicas wait in their writes; nothing is dropped and no memory grows.
/// </summary>
internal sealed unsafe class OutputPump
{
    private const int ChunkSize = 64 * 1024;
    private const int FullestPipe = 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly List<OutputSource> _added = [];
    private readonly Dictionary<(string, int), RotatingLog> _logs = [];
    private readonly OutputPipe _wake = OutputPipe.Create();
    private readonly byte[] _chunk = new byte[ChunkSize];
    private readonly string _folder;
    private readonly LogLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _fail;

    public OutputPump(string folder, LogLimits limits, TimeProvider time, Action<Exception> fail)
    {
        _folder = folder;
        _limits = limits;
        _time = time;
        _fail = fail;
    }

    public void Begin() => new Thread(Work, GuardHost.ThreadStack) { IsBackground = true, Name = "output" }.Start();

    /// <summary>Reads from the descriptor until its end and closes it.</summary>
    public OutputSource Add(ReplicaId id, int descriptor, bool isError)
    {
        lock (_lock)
        {
            // Replicas that follow each other in a slot share its log.
            if (!_logs.TryGetValue((id.Service, id.Slot), out var log))
                _logs[(id.Service, id.Slot)] = log = new RotatingLog(LogNames.PathOf(_folder, id.Service, id.Slot), _limits, _time);
            var source = new OutputSource(descriptor, log, new LogStream(id.Generation, isError), Wake);
            _added.Add(source);
            Wake();
            return source;
        }
    }

    private void Wake()
    {
        byte something = 0;
        _ = Libc.Write(_wake.Theirs, &something, 1);
    }

    private void Work()
    {
        try
        {
            var sources = new List<OutputSource>();
            var entries = new PollEntry[1];
            while (true)
            {
                lock (_lock)
                {
                    sources.AddRange(_added);
                    _added.Clear();
                }
                if (entries.Length < sources.Count + 1)
                    entries = new PollEntry[2 * (sources.Count + 1)];
                Await(sources, entries);
                for (var i = sources.Count - 1; i >= 0; i--)
                {
                    if ((entries[i + 1].Seen != 0 || sources[i].IsLastCall) && !Serve(sources[i]))
                        sources.RemoveAt(i);
                }
            }
        }
        catch (Exception broken)
        {
            _fail(broken);
        }
    }

    private void Await(List<OutputSource> sources, PollEntry[] entries)
    {
        entries[0] = new PollEntry { Descriptor = _wake.Ours, Wanted = Libc.PollIn };
        for (var i = 0; i < sources.Count; i++)
            entries[i + 1] = new PollEntry { Descriptor = sources[i].Descriptor, Wanted = Libc.PollIn };
        fixed (PollEntry* first = entries)
        {
            if (Libc.Poll(first, (nuint)(sources.Count + 1), -1) < 0)
                return;
        }
        if (entries[0].Seen != 0)
            Read(_wake.Ours);
    }

    // False when the source is done.
    private bool Serve(OutputSource source)
    {
        var isLastCall = source.IsLastCall;
        for (var chunks = isLastCall ? FullestPipe / ChunkSize : 1; chunks > 0; chunks--)
        {
            var count = Read(source.Descriptor);
            if (count > 0)
                source.Write(_chunk.AsSpan(0, count));
            else if (count < 0 && !isLastCall)
                return true;
            else
                return Close(source);
        }
        return !isLastCall || Close(source);
    }

    private static bool Close(OutputSource source)
    {
        source.Close();
        return false;
    }

    // 0 at the end of the stream, -1 when there is nothing now.
    private int Read(int descriptor)
    {
        fixed (byte* buffer = _chunk)
        {
            var count = Libc.Read(descriptor, buffer, ChunkSize);
            return count >= 0 ? (int)count : Errno.Last is Errno.Again or Errno.Interrupted ? -1 : 0;
        }
    }
}
