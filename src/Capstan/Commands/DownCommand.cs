using System.CommandLine;
using Capstan.Admin;
using Capstan.Control;
using Capstan.Hosting;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary><c>capstan down</c>: stops a running stack, and removes what a killed one left behind.</summary>
internal static class DownCommand
{
    private const int MostNamed = 8;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var timeout = NumberOption.Timeout("Seconds to wait for the end.");
        var command = new Command("down", "Stop the stack and wait until it has ended.") { timeout };
        var stack = new StackOptions(command, root);
        command.SetAction((parsed, cancellationToken) => stack.Locate(parsed, context) is { } place
            ? RunAsync(place, TimeSpan.FromSeconds(parsed.GetValue(timeout)), context, cancellationToken)
            : Task.FromResult(ExitCodes.Usage));
        return command;
    }

    private static async Task<int> RunAsync(StackPlace place, TimeSpan timeout, CliContext context, CancellationToken cancellationToken)
    {
        if (RunningStackFinder.Find(place.StateFolder) is not { } record)
            return await CleanAsync(place, context, cancellationToken);
        using var client = RunningStackFinder.Connect(place, context);
        if (client is null)
            return await CleanAsync(place, context, cancellationToken);

        await client.StopAsync(cancellationToken);
        var began = context.Time.GetTimestamp();
        var said = began;
        while (ProcessStamp.IsAlive(record))
        {
            if (context.Time.GetElapsedTime(began) >= timeout)
            {
                await context.Console.Error.WriteLineAsync(
                    $"capstan: the stack '{place.Name}' has not ended after {Humane.Length(timeout)}; wait with a longer --timeout, or end its controller with: kill -9 {record.Pid}");
                return ExitCodes.Failed;
            }

            if (context.Time.GetElapsedTime(said) >= SayAgain)
            {
                said = context.Time.GetTimestamp();
                await SayAsync(client, context, cancellationToken);
            }

            await Task.Delay(Look, context.Time, cancellationToken);
        }

        await context.Console.Out.WriteLineAsync($"Stack '{place.Name}' stopped after {context.Time.GetElapsedTime(began).TotalSeconds:0.0} s.");
        return ExitCodes.Ok;
    }

    private static async Task SayAsync(AdminClient client, CliContext context, CancellationToken cancellationToken)
    {
        StackStatus status;
        try
        {
            status = await client.StatusAsync(cancellationToken);
        }
        catch (AdminException)
        {
            // Its admin API has closed already: the end is near, and the next look at the process tells.
            return;
        }

        var left = status.Services.SelectMany(service => service.Replicas.Where(replica => replica.State != "gone")
            .Select(replica => $"{service.Name}/{replica.Slot} {replica.State}{(replica.InFlight > 0 ? $" with {Humane.Count(replica.InFlight, "request")}" : "")}"))
            .Concat(status.Databases.SelectMany(database => database.Workers.Where(worker => worker.State != "gone").Select(worker => $"{database.Name}/{worker.Slot} {worker.State}"))).ToList();
        var more = left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "";
        await context.Console.Error.WriteLineAsync("waiting for " + string.Join(", ", left.Take(MostNamed).DefaultIfEmpty("the controller")) + more);
    }

    private static async Task<int> CleanAsync(StackPlace place, CliContext context, CancellationToken cancellationToken)
    {
        if (AdminRecordFile.Read(place.StateFolder) is { } stale)
            AdminRecordFile.Remove(place.StateFolder, stale);
        var reading = StackFileReader.ReadFile(place.File, [], context.Environment);
        if (Directory.Exists(place.StateFolder) && reading.Spec is { } spec)
        {
            var run = new StackRun { Spec = spec, File = place.File, Set = [], StateFolder = place.StateFolder, Environment = context.Environment };
            var outcome = await context.Runner().RemoveLeftoversAsync(run, cancellationToken);
            if (outcome.ExitCode != ExitCodes.Ok)
            {
                await context.Console.Error.WriteLineAsync("capstan: " + outcome.Message);
                return outcome.ExitCode;
            }

            if (outcome.Message is { } removed)
                await context.Console.Out.WriteLineAsync(removed);
        }

        await context.Console.Out.WriteLineAsync($"Stack '{place.Name}' is not running.");
        return ExitCodes.Ok;
    }
}
