using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>
/// One call of <c>posix_spawn</c>: a child in a session and group of its own, all signals as a fresh program expects them, standard
/// input empty, output into the given descriptors, nothing else inherited, held at the gate before its program begins.
/// </summary>
internal static unsafe class Spawner
{
    // Larger than any C library makes these structures.
    private const int StructureSize = 1024;
    private const int FirstForeignDescriptor = 3;

    /// <summary>Returns when the child's program runs, or with the error number of what went wrong. Waits at the gate meanwhile.</summary>
    public static int Spawn(SpawnRequest request, SpawnGate gate)
    {
        var actions = stackalloc byte[StructureSize];
        var attributes = stackalloc byte[StructureSize];
        var signals = stackalloc byte[StructureSize];
        Check(Libc.ActionsInit(actions));
        Check(Libc.AttributesInit(attributes));
        try
        {
            Check(Libc.SignalSetEmpty(signals));
            Check(Libc.AttributesSetSignalMask(attributes, signals));
            // Every bit, for the two signals too that the C library keeps to itself and would leave ignored.
            new Span<byte>(signals, StructureSize).Fill(0xff);
            Check(Libc.AttributesSetSignalDefaults(attributes, signals));
            Check(Libc.AttributesSetFlags(attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalMask | Libc.SpawnSetSignalDefaults));
            // Before the gate the child lets go of all that is the guard's: a controller must see the end of a guard at once.
            Check(Libc.ActionsDuplicate(actions, request.Output, 1));
            Check(Libc.ActionsDuplicate(actions, request.Error, 2));
            Check(Libc.ActionsCloseFrom(actions, FirstForeignDescriptor));
            Check(Libc.ActionsOpen(actions, 0, gate.Arrival, Libc.WriteOnly, 0));
            Check(Libc.ActionsOpen(actions, 0, gate.Release, Libc.ReadOnly, 0));
            Check(Libc.ActionsChangeFolder(actions, request.Folder));
            Check(Libc.ActionsOpen(actions, 0, "/dev/null", Libc.ReadOnly, 0));
            using var path = new NativeStrings([request.Path]);
            using var arguments = new NativeStrings(request.Arguments);
            using var environment = new NativeStrings(request.Environment);
            int pid;
            return Libc.Spawn(&pid, path.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer);
        }
        finally
        {
            _ = Libc.ActionsDestroy(actions);
            _ = Libc.AttributesDestroy(attributes);
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new IOException($"posix_spawn: {Errno.Text(error)}");
    }
}
