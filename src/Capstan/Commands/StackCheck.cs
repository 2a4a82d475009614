using Capstan.Hosting;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary>Reads the stack file for commands that need all of it.</summary>
internal static class StackCheck
{
    /// <summary>The stack, ready to run; null, with every fault written, when the file is wrong.</summary>
    public static StackRun? Read(StackPlace place, IReadOnlyList<string> set, CliContext context)
    {
        var reading = StackFileReader.ReadFile(place.File, set, context.Environment);
        if (reading.Spec is { } spec)
            return new StackRun { Spec = spec, File = place.File, Set = set, StateFolder = place.StateFolder, Environment = context.Environment };
        context.Console.Error.Write(StackFaultText.Render(reading.Faults, context.CurrentFolder));
        return null;
    }
}
