namespace Capstan.Hosting;

/// <summary>Where the program is put together: the only place that knows which runtime, gateway and guard are used.</summary>
internal static class Composition
{
    /// <summary>What runs stacks.</summary>
    public static IStackRunner Runner() => throw new NotSupportedException("The runner is not wired in yet.");

    /// <summary>Runs the guard of child processes with the words of its command line; returns its exit code.</summary>
    public static int Guard(IReadOnlyList<string> words) => throw new NotSupportedException($"The guard is not wired in yet ({words.Count} words).");
}
