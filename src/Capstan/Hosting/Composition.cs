using Capstan.Commands;

namespace Capstan.Hosting;

/// <summary>Where the program is put together: the only place that knows which clock, chance and guard are used.</summary>
internal static class Composition
{
    /// <summary>What runs stacks.</summary>
    public static IStackRunner Runner() => new StackRunner(TimeProvider.System, new Random().NextDouble);

    /// <summary>Runs the guard of child processes; returns its exit code.</summary>
    public static int Guard()
    {
        try
        {
            return Containers.Processes.Guard.Run(TimeProvider.System);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk: the controller tells the end of the guard, and this is its reason.
            Console.Error.WriteLine("capstan: the process guard cannot work: " + fault.Message);
            return ExitCodes.Failed;
        }
    }
}
