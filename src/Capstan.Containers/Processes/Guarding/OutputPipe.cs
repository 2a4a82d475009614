using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>A pipe that a replica writes its output into; our end never blocks, the replica's does.</summary>
/// <param name="Ours">Descriptor to read from.</param>
/// <param name="Theirs">Descriptor that the replica gets.</param>
internal readonly record struct OutputPipe(int Ours, int Theirs)
{
    public static unsafe OutputPipe Create()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw Errno.Failure("pipe2");
        if (Libc.Control(ends[0], Libc.SetStatusFlags, Libc.NonBlocking) != 0)
            throw Errno.Failure("fcntl");
        return new OutputPipe(ends[0], ends[1]);
    }
}
