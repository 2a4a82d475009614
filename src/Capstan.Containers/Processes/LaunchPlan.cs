using System.Collections;
using System.Globalization;
using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Processes;

/// <summary>Turns a launch into a call of the guard, or into the reason why it cannot be.</summary>
internal static class LaunchPlan
{
    /// <summary>Null when nothing speaks against the launch.</summary>
    public static StartOutcome? Fault(ReplicaLaunch launch)
    {
        if (launch.Id.Service.AsSpan().ContainsAny('/', '\0'))
            return StartOutcome.Failed(StartFault.Refused, $"'{launch.Id.Service}' cannot name a service; use letters, digits and dashes.");
        if (launch.Template.Command.Count == 0 || launch.Template.Command[0].Length == 0)
            return StartOutcome.Failed(StartFault.Refused, $"Service {launch.Id.Service} has no command; add one, such as command: [dotnet, app.dll].");
        if (!Directory.Exists(FolderOf(launch)))
            return StartOutcome.Failed(StartFault.Refused, $"The working folder {FolderOf(launch)} of service {launch.Id.Service} does not exist; make it or correct its path.");
        return launch.Port == 0 ? null : PortProbe.Check(launch.Publish, launch.Port);
    }

    /// <summary>Null when the PATH of the replica's environment has no such program.</summary>
    public static Frame? ToFrame(ReplicaLaunch launch, string marker)
    {
        var environment = EnvironmentOf(launch, marker);
        var path = ProgramLookup.Find(launch.Template.Command[0], environment.GetValueOrDefault("PATH"));
        return path is null ? null : new Frame(FrameKind.Start)
        {
            Replica = launch.Id.ToString(),
            Text = path,
            Folder = FolderOf(launch),
            Words = launch.Template.Command,
            Environment = [.. environment.Select(pair => $"{pair.Key}={pair.Value}")],
        };
    }

    public static StartOutcome NoProgram(ReplicaLaunch launch) => StartOutcome.Failed(StartFault.NotFound,
        $"Service {launch.Id.Service} cannot be started: '{launch.Template.Command[0]}' is not on the PATH; install it or correct the command.");

    public static StartOutcome Explain(ReplicaLaunch launch, StartFault fault, string text) => StartOutcome.Failed(fault,
        $"Service {launch.Id.Service} cannot be started: '{launch.Template.Command[0]}' in {FolderOf(launch)}: {text}; "
        + (fault == StartFault.Transient ? "it is tried again." : "correct the command or the file."));

    // What Capstan sets wins over the template, and the template over what this process has.
    private static Dictionary<string, string> EnvironmentOf(ReplicaLaunch launch, string marker)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
            environment[(string)own.Key] = (string?)own.Value ?? "";
        foreach (var (name, value) in launch.Template.Environment)
            environment[name] = value;
        if (launch.Port > 0)
        {
            environment["PORT"] = launch.Port.ToString(CultureInfo.InvariantCulture);
            environment["HOST"] = launch.Publish;
        }

        environment["CAPSTAN_SERVICE"] = launch.Id.Service;
        environment["CAPSTAN_SLOT"] = launch.Id.Slot.ToString(CultureInfo.InvariantCulture);
        environment["CAPSTAN_GENERATION"] = launch.Id.Generation.ToString(CultureInfo.InvariantCulture);
        environment[ReplicaMarker.Variable] = marker;
        return environment;
    }

    private static string FolderOf(ReplicaLaunch launch) => launch.Template.WorkingFolder ?? throw new InvalidOperationException("The runtime fills in the folder.");
}
