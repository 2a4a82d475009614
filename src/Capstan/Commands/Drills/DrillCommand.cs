using System.CommandLine;
using System.Text.Json;
using Capstan.Client;
using Capstan.Core.Drills;
using Capstan.Drills;
using Capstan.Drills.Reports;

namespace Capstan.Commands.Drills;

/// <summary><c>capstan drill</c>: injects a fault into the running stack and reports what came of it.</summary>
internal static class DrillCommand
{
    /// <summary>The command.</summary>
    public static Command Build(CliContext context, StackOptions root)
    {
        var command = new Command("drill", "Inject a fault into the running stack and measure what comes of it.");
        var options = new DrillOptions(command);
        var json = new Option<bool>("--json") { Description = "One line of JSON instead of the table." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        command.Options.Add(json);
        command.Options.Add(yes);
        var stack = new StackOptions(command, root);
        command.Subcommands.Add(ListOf(context));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (stack.Locate(parsed, context) is not { } place)
                return ExitCodes.Usage;
            using var admin = RunningStackFinder.Connect(place, context);
            if (admin is null)
                return ExitCodes.NotRunning;
            var plan = options.Plan(parsed);
            var ground = DrillGround.Find(plan, await admin.StatusAsync(cancellationToken), place, context.Time);
            if (!parsed.GetValue(yes) && !await DrillConsent.AskAsync(plan, ground, place, context, cancellationToken))
            {
                await context.Console.Error.WriteLineAsync("capstan: nothing was done; --yes answers the question in a script.");
                return ExitCodes.Failed;
            }

            return await RunAsync(plan, ground, admin, parsed.GetValue(json), context, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        DrillPlan plan, DrillGround ground, AdminClient admin, bool asJson, CliContext context, CancellationToken cancellationToken)
    {
        using var interruption = new DrillInterruption(context, cancellationToken);
        var rounds = new List<DrillRound>();
        try
        {
            // A fault on top of another proves nothing: the rounds end with one that did not recover.
            var drill = new DrillRounds(plan, ground, admin, context);
            while (rounds.Count < plan.Rounds && rounds.All(round => round.IsRecovered))
                rounds.Add(await drill.RunAsync(rounds.Count + 1, interruption.Work, interruption.Cleaning));
        }
        catch (AdminException refused) when (rounds.Count > 0)
        {
            await context.Console.Error.WriteLineAsync($"capstan: round {rounds.Count + 1} was not done: {refused.Message}");
        }
        catch (OperationCanceledException) when (interruption.Work.IsCancellationRequested)
        {
            await context.Console.Error.WriteLineAsync("capstan: interrupted; what was paused goes on.");
            return ExitCodes.Interrupted;
        }
        catch (DatabaseException refused)
        {
            throw new AdminException($"'{ground.Name}' does not answer as it should: {refused.Message.TrimEnd('.')}. 'capstan status' shows why.", []);
        }

        var report = DrillReport.Of(plan.Fault.Word, ground.Name, plan.Rounds, plan.Size, plan.For, rounds);
        if (asJson)
            await context.Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, DrillJson.Default.DrillReport));
        else
            DrillReportText.Write(report, plan.Fault.IsOfDatabase, context.Console);
        return report.Good ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static Command ListOf(CliContext context)
    {
        var command = new Command("list", "Explain the faults.");
        command.SetAction(_ =>
        {
            var table = new TextTable("fault", "of", "what is done", "what has to come of it");
            foreach (var info in DrillFaults.All)
                table.Add(info.Word, info.IsOfDatabase ? "database" : "service", info.Does, info.Proves);
            table.Write(context.Console);
            return ExitCodes.Ok;
        });
        return command;
    }
}
