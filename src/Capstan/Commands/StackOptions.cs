using System.CommandLine;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary>The options that name a stack. Where <c>-f</c> means "follow", only the long <c>--file</c> does.</summary>
internal sealed class StackOptions
{
    private readonly StackOptions? _root;
    private readonly Option<string?> _file;
    private readonly Option<string?> _state;

    public StackOptions(Command command, StackOptions? root, bool shortName = true)
    {
        _root = root;
        _file = new Option<string?>("--file", shortName ? ["-f"] : [])
        {
            Description = "The stack file, or its folder. Default: capstan.yaml in the current folder.",
            HelpName = "FILE",
        };
        _state = new Option<string?>("--state") { Description = "The state folder. Default: .capstan/NAME beside the stack file.", HelpName = "FOLDER" };
        command.Options.Add(_file);
        command.Options.Add(_state);
    }

    /// <summary>The stack file that was named, before or after the command.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_file) ?? _root?.File(parsed);

    /// <summary>The state folder that was named, before or after the command.</summary>
    public string? State(ParseResult parsed) => parsed.GetValue(_state) ?? _root?.State(parsed);

    /// <summary>Finds the stack, also when its file is broken; null, with the reason written, when there is none.</summary>
    public StackPlace? Locate(ParseResult parsed, CliContext context, IReadOnlyList<string>? set = null)
    {
        var choice = StackFileLocator.Locate(File(parsed), context.CurrentFolder, context.Environment);
        if (choice.File is not { } file)
        {
            context.Console.Error.WriteLine("capstan: " + choice.Fault);
            return null;
        }

        string text;
        try
        {
            text = System.IO.File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            context.Console.Error.WriteLine($"capstan: {file} cannot be read: {fault.Message}");
            return null;
        }

        if (StackName.Find(text, set ?? [], context.Environment) is not { } name)
        {
            context.Console.Error.WriteLine($"capstan: {file} does not name its stack; add a line 'name: …' to it (capstan check shows every fault).");
            return null;
        }

        return new StackPlace(
            file, choice.IsDemo, name, StackStateFolder.Of(State(parsed), context.CurrentFolder, file, name, context.Environment));
    }
}
