using Capstan.Core.Drills;

namespace Capstan.Commands.Drills;

/// <summary>Asks before a drill, which ends or stops real processes.</summary>
internal static class DrillConsent
{
    /// <summary>Names what will be done, and gives whether somebody agreed.</summary>
    public static async Task<bool> AskAsync(DrillPlan plan, DrillGround ground, StackPlace place, CliContext context, CancellationToken cancellationToken)
    {
        var output = context.Console.Out;
        foreach (var line in Lines(plan, ground, place))
            await output.WriteLineAsync(line);
        await output.WriteAsync("Go on? [y/N] ");
        await output.FlushAsync(cancellationToken);
        var answer = await context.Console.In.ReadLineAsync(cancellationToken);
        return answer?.Trim() is "y" or "Y" or "yes";
    }

    private static IEnumerable<string> Lines(DrillPlan plan, DrillGround ground, StackPlace place)
    {
        var what = plan.Fault.IsOfDatabase ? "database" : "service";
        yield return $"{plan.Fault.Word} of the {what} '{ground.Name}' of the running stack '{place.Name}', {Humane.Count(plan.Rounds, "round")}:";
        yield return $"  {plan.Fault.Does}. What has to come of it: {plan.Fault.Proves}.";
        yield return ground.Service is { } address
            ? $"  {Humane.Count(plan.Size.Writers + plan.Size.Readers, "caller")} GET {address.Url} meanwhile."
            : $"  {Humane.Count(plan.Size.Writers, "writer")} and {Humane.Count(plan.Size.Readers, "reader")} use a table of their own meanwhile, which is dropped afterwards.";
        yield return plan.Fault.Fault == DrillFault.KillWorkers
            ? "Nobody is answered until the workers are back."
            : "Others who use it may wait for that long, too.";
    }
}
