using System.CommandLine;
using System.CommandLine.Parsing;
using Capstan.Core.Drills;
using Capstan.Drills;
using Capstan.Drills.Loads;
using Capstan.StackFiles.Forms;

namespace Capstan.Commands.Drills;

/// <summary>The words of <c>capstan drill</c> on the command line.</summary>
internal sealed class DrillOptions
{
    private const int UsualCallers = 4;
    private const int MostCallers = 256;
    private const int MostRounds = 100;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    private readonly Argument<string?> _fault = new("FAULT") { Description = "What to inject; 'capstan drill list' explains each.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _database = new("--database", "-d") { Description = "Name of the database. Needed when the stack has several.", HelpName = "NAME" };
    private readonly Option<string?> _service = new("--service") { Description = "Name of the service. Needed when the stack has several.", HelpName = "NAME" };
    private readonly Option<int> _rounds = NumberOption.Create("--rounds", [], "How often.", "N", 1, MostRounds, 1);
    private readonly Option<bool> _load = new("--load") { Description = "Load it with callers that do not pause; without it one writer and one reader only measure." };
    private readonly Option<int> _writers = NumberOption.Create("--writers", [], "Callers that write, with --load.", "N", 1, MostCallers, UsualCallers);
    private readonly Option<int> _readers = NumberOption.Create("--readers", [], "Callers that read, with --load.", "N", 0, MostCallers, UsualCallers);
    private readonly Option<TimeSpan> _for = Duration("--for", "How long callers go on after the fault, at least. Default: 10s.", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    private readonly Option<TimeSpan> _pause = Duration(
        "--pause", "How long a pause lasts. Default: twice a worker's session; long enough for a replica to be replaced.",
        TimeSpan.FromSeconds(DrillRequest.ShortestPause), TimeSpan.FromSeconds(DrillRequest.LongestPause));
    private readonly Option<string?> _path = new("--path") { Description = "Path that callers of a service GET. Default: its first route.", HelpName = "PATH" };

    /// <summary>Adds them to a command.</summary>
    public DrillOptions(Command command)
    {
        _fault.CompletionSources.Add(DrillFaults.All.Select(info => info.Word).ToArray());
        command.Arguments.Add(_fault);
        foreach (var option in (Option[])[_database, _service, _rounds, _load, _writers, _readers, _for, _pause, _path])
            command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>The plan of a command line that passed the checks.</summary>
    public DrillPlan Plan(ParseResult parsed)
    {
        var fault = DrillFaults.Find(parsed.GetValue(_fault))!;
        return new DrillPlan
        {
            Fault = fault,
            Name = parsed.GetValue(fault.IsOfDatabase ? _database : _service),
            Rounds = parsed.GetValue(_rounds),
            Size = parsed.GetValue(_load) ? new DrillSize(parsed.GetValue(_writers), parsed.GetValue(_readers), TimeSpan.Zero) : DrillSize.Probe,
            For = IsGiven(parsed.GetResult(_for)) ? parsed.GetValue(_for) : Usual,
            Pause = IsGiven(parsed.GetResult(_pause)) ? parsed.GetValue(_pause) : null,
            Path = parsed.GetValue(_path),
        };
    }

    private void Check(CommandResult result)
    {
        var word = result.GetValue(_fault);
        if (DrillFaults.Find(word) is not { } fault)
        {
            result.AddError(word is null ? "Name a fault; 'capstan drill list' explains each." : $"There is no fault '{word}'; there are {string.Join(", ", DrillFaults.All.Select(info => info.Word))}.");
            return;
        }

        if (IsGiven(result.GetResult(fault.IsOfDatabase ? _service : _database)))
            result.AddError($"{fault.Word} is a fault of a {(fault.IsOfDatabase ? "database" : "service")}.");
        if (!fault.Pauses && IsGiven(result.GetResult(_pause)))
            result.AddError($"--pause goes with faults that pause, and {fault.Word} kills.");
        if (fault.IsOfDatabase && IsGiven(result.GetResult(_path)))
            result.AddError("--path goes with faults of a service.");
        if (!result.GetValue(_load) && (IsGiven(result.GetResult(_writers)) || IsGiven(result.GetResult(_readers))))
            result.AddError("--writers and --readers go with --load.");
        if (result.GetValue(_path) is { } path && !path.StartsWith('/'))
            result.AddError($"--path must begin with a slash, and '{path}' does not.");
    }

    private static bool IsGiven(OptionResult? result) => result is { Implicit: false };

    private static Option<TimeSpan> Duration(string name, string description, TimeSpan least, TimeSpan most) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var formed = Durations.Within(least, most)(result.Tokens[0].Value);
            if (formed.Fault is { } fault)
                result.AddError($"{name}: {fault}{(formed.Remedy is { } remedy ? "; " + remedy : "")}.");
            return formed.Value;
        },
    };
}
