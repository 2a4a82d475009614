using Capstan.StackFiles.Forms;

namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>All dot commands.</summary>
internal sealed class DotCommands
{
    private readonly SqlShell _shell;
    private readonly Dictionary<string, DotCommand> _known;

    /// <summary>Those of a shell.</summary>
    public DotCommands(SqlShell shell, StatementRunner statements)
    {
        _shell = shell;
        All =
        [
            new DotCommand(".help", "", "Shows this.", HelpAsync),
            .. new SchemaDots(shell, statements).All,
            .. new SettingDots(shell).All,
            .. new SessionDots(shell, statements).All,
        ];
        _known = All.ToDictionary(dot => dot.Name);
        _known[".exit"] = _known[".quit"];
        _known[".indices"] = _known[".indexes"];
    }

    /// <summary>All of them, in the order of help.</summary>
    public IReadOnlyList<DotCommand> All { get; }

    /// <summary>Does one.</summary>
    /// <returns>Whether it was done; why not has been written.</returns>
    public Task<bool> RunAsync(ShellPart part, CancellationToken cancellationToken)
    {
        var words = part.Text.TrimEnd(';', ' ', '\t').Split([' ', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var argument = words.Length > 1 ? Unquoted(words[1]) : null;
        if (_known.GetValueOrDefault(words[0]) is not { } dot)
            return Task.FromResult(_shell.Refuse(part, Unknown(words[0])));
        return argument is not null && dot.Arguments.Length == 0
            ? Task.FromResult(_shell.Refuse(part, $"{dot.Name} takes no argument."))
            : dot.Run(new DotCall(part, argument), cancellationToken);
    }

    private string Unknown(string word)
    {
        if (word == ".begin")
            return "type BEGIN; instead: the statements up to COMMIT; are collected and sent as one.";
        var near = NearestWord.Of(word, _known.Keys) is { } other ? $" Did you mean {other}?" : "";
        return $"there is no {word}.{near} .help lists what there is.";
    }

    private Task<bool> HelpAsync(DotCall call, CancellationToken cancellationToken)
    {
        var width = All.Max(dot => dot.Name.Length + dot.Arguments.Length) + 3;
        foreach (var dot in All)
            _shell.Screen.Say($"{$"{dot.Name} {dot.Arguments}".PadRight(width)}{dot.Help}");
        _shell.Screen.Say("");
        _shell.Screen.Say("SQL ends with ';' and may take several lines. Statements between BEGIN and");
        _shell.Screen.Say("COMMIT are collected and sent as one: all are done or none.");
        if (_shell.Screen.IsForPeople)
        {
            _shell.Screen.Say("Tab completes, Ctrl-R searches what was typed before, Alt-Enter begins a new line,");
            _shell.Screen.Say("Ctrl-C drops what is typed or gives up a statement that runs, Ctrl-D ends.");
        }

        return Task.FromResult(true);
    }

    private static string Unquoted(string word) => word is ['"', _, .., '"'] or ['\'', _, .., '\''] ? word[1..^1] : word;
}
