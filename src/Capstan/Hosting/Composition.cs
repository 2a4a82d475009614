namespace Capstan.Hosting;

/// <summary>Where the program is put together: the only place that knows which clock, chance and guard are used.</summary>
internal static class Composition
{
    /// <summary>What runs stacks.</summary>
    public static IStackRunner Runner() => new StackRunner(TimeProvider.System, new Random().NextDouble);

    /// <summary>Runs the guard of child processes; returns its exit code.</summary>
    public static int Guard() => Containers.Processes.Guard.Run(TimeProvider.System);
}
