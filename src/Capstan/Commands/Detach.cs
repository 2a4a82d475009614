using System.Diagnostics;
using Capstan.Admin;
using Capstan.Control;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary>
/// Starts a controller in a session of its own and waits until everything is ready. One that fails to get there is stopped again, so
/// that nothing is left half-running.
/// </summary>
internal sealed class Detach(StackPlace place, CliContext context)
{
    private const int MostLines = 20;
    private const int MostVoices = 3;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly string _log = Path.Combine(place.StateFolder, "controller.log");

    /// <summary>Does it all; the exit code says how it went.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> set, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (RunningStackFinder.Find(place.StateFolder) is { } running)
            return UpCommand.AlreadyRunning(place, running.Pid, context);
        if (StackCheck.Read(place, set, context) is null)
            return ExitCodes.Usage;

        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handling = context.Signals.Handle(_ => interrupted.Cancel());
        using var controller = Start(set);
        try
        {
            return await WaitAsync(controller, timeout, interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await StopAsync(controller);
            await context.Console.Error.WriteLineAsync("capstan: interrupted; the stack was stopped again.");
            return ExitCodes.Interrupted;
        }
    }

    private Process Start(IReadOnlyList<string> set)
    {
        StackStateFolder.Create(place.StateFolder);
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = context.CurrentFolder };

        // The shell gives its place to setsid and that to Capstan, so that the process id stays the same all along.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("log=$1; shift; exec setsid \"$@\" </dev/null >\"$log\" 2>&1");
        foreach (var word in (string[])["sh", _log, .. context.Self, "up", "--file", place.File, "--state", place.StateFolder])
            start.ArgumentList.Add(word);
        foreach (var item in set)
        {
            start.ArgumentList.Add("--set");
            start.ArgumentList.Add(item);
        }

        return Process.Start(start)!;
    }

    private async Task<int> WaitAsync(Process controller, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var began = context.Time.GetTimestamp();
        var exited = controller.WaitForExitAsync(cancellationToken);
        StackStatus? last = null;
        while (context.Time.GetElapsedTime(began) < timeout)
        {
            if (controller.HasExited)
                return await FailedAsync(controller.ExitCode);
            if (await StatusAsync(controller.Id, cancellationToken) is { } status)
            {
                last = status;
                if (status.State == "running")
                    return Ready(status, context.Time.GetElapsedTime(began));
            }

            await Task.WhenAny(exited, Task.Delay(Look, context.Time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await NotReadyAsync(last, timeout, cancellationToken);
        await StopAsync(controller);
        await context.Console.Error.WriteLineAsync("The stack was stopped again; allow more time with --timeout SECONDS, or run 'up' without --detach to watch it start.");
        return ExitCodes.NotReady;
    }

    private int Ready(StackStatus status, TimeSpan after)
    {
        var replicas = status.Services.Sum(service => service.Replicas.Count);
        context.Console.Out.WriteLine(
            $"Stack '{status.Stack}' is ready after {after.TotalSeconds:0.0} s: {Humane.Count(replicas, "replica")} of {Humane.Count(status.Services.Count, "service")}{DatabasesOf(status)}, controller pid {status.Pid}");
        foreach (var url in status.Gateway)
            context.Console.Out.WriteLine("  gateway  " + url);
        foreach (var database in status.Databases)
            context.Console.Out.WriteLine($"  database {database.Name}: {database.Address}");
        context.Console.Out.WriteLine("  stop     " + Invitations.Line(place, context, "down"));
        return ExitCodes.Ok;
    }

    private static string DatabasesOf(StackStatus status) => status.Databases.Count == 0
        ? ""
        : $", {Humane.Count(status.Databases.Count, "database")} with {Humane.Count(status.Databases.Sum(database => database.Workers.Count), "worker")}";

    // The controller has said on its standard error what was wrong; that went to its log.
    private async Task<int> FailedAsync(int exitCode)
    {
        var error = context.Console.Error;
        if (await LastLinesAsync(10) is { Count: > 0 } lines)
        {
            await error.WriteLineAsync("capstan: the controller ended while starting; its last words:");
            foreach (var line in lines)
                await error.WriteLineAsync("  " + line);
            await error.WriteLineAsync($"All of them are in {_log}");
        }
        else
        {
            await error.WriteLineAsync(
                $"capstan: the controller ended with code {exitCode} while starting and left no word in {_log}; see that its disk has room, and start again.");
        }

        return exitCode is > ExitCodes.Ok and <= ExitCodes.NotReady ? exitCode : ExitCodes.Failed;
    }

    private async Task<StackStatus?> StatusAsync(int pid, CancellationToken cancellationToken)
    {
        if (AdminRecordFile.Read(place.StateFolder) is not { } record || record.Pid != pid || AdminToken.Load(place.StateFolder) is not { } token)
            return null;
        using var client = new AdminClient(record, token);
        try
        {
            return await client.StatusAsync(cancellationToken);
        }
        catch (AdminException)
        {
            // It is just coming up or going down; the next look tells.
            return null;
        }
    }

    private async Task NotReadyAsync(StackStatus? status, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var error = context.Console.Error;
        if (status is null)
        {
            await error.WriteLineAsync($"capstan: the controller did not answer within {Humane.Length(timeout)}; its log is {_log}");
            return;
        }

        await error.WriteLineAsync($"capstan: not everything became ready within {Humane.Length(timeout)}:");
        var lines = Unready.Lines(status, context.Time.GetUtcNow()).ToList();
        foreach (var line in lines.Take(MostLines))
            await error.WriteLineAsync("  " + line);
        if (lines.Count > MostLines)
            await error.WriteLineAsync($"  and {Humane.Count(lines.Count - MostLines, "line")} more");
        if (RunningStackFinder.Connect(place, context) is not { } client)
            return;
        using (client)
        {
            foreach (var service in status.Services.Where(Unready.Is))
                await LastWordsAsync(client, service.Name, service.Replicas.Where(replica => replica.State != "ready").Select(replica => replica.Slot), cancellationToken);
            foreach (var database in status.Databases.Where(Unready.Is))
                await LastWordsAsync(client, database.Name, database.Workers.Where(worker => worker.State != "ready").Select(worker => worker.Slot), cancellationToken);
        }
    }

    private async Task LastWordsAsync(AdminClient client, string name, IEnumerable<int> unready, CancellationToken cancellationToken)
    {
        var slots = unready.Take(MostVoices).ToHashSet();
        await foreach (var entry in client.LogsAsync(name, 5, follow: false, cancellationToken))
        {
            if (slots.Contains(entry.Slot))
                await context.Console.Error.WriteLineAsync($"  {entry.Service}/{entry.Slot} said: {entry.Text}");
        }
    }

    private async Task StopAsync(Process controller)
    {
        if (RunningStackFinder.Find(place.StateFolder) is { } record && AdminToken.Load(place.StateFolder) is { } token)
        {
            using var client = new AdminClient(record, token);
            try
            {
                await client.StopAsync(CancellationToken.None);
                await controller.WaitForExitAsync(CancellationToken.None).WaitAsync(StopPatience, context.Time, CancellationToken.None);
            }
            catch (Exception fault) when (fault is AdminException or TimeoutException)
            {
                await context.Console.Error.WriteLineAsync($"capstan: the controller did not stop by itself ({fault.Message}) and is killed.");
            }
        }

        controller.Kill();
        await controller.WaitForExitAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> LastLinesAsync(int count) =>
        File.Exists(_log) ? [.. (await File.ReadAllLinesAsync(_log)).TakeLast(count)] : [];
}
