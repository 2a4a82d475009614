using Capstan.Client;

namespace Capstan.Commands.Databases.Shell.Dots;

/// <summary>Dot commands that show or change what the user may choose.</summary>
internal sealed class SettingDots(SqlShell shell)
{
    private static readonly string[] Switch = ["on", "off"];

    /// <summary>All of them.</summary>
    public IReadOnlyList<DotCommand> All =>
    [
        new(".level", "[any|session|linear]", "What reads show (docs/database-shell.md).", LevelAsync)
        {
            Choices = Words<ReadLevel>(),
        },
        new(".mode", "[table|plain|line|csv|json]", "How results are written.", ModeAsync) { Choices = Words<ShellMode>() },
        new(".headers", "[on|off]", "Whether columns have headings.", HeadersAsync) { Choices = Switch },
        new(".timing", "[on|off]", "Whether time and position are told.", TimingAsync) { Choices = Switch },
    ];

    /// <summary>Names of an enumeration in small letters, as they are typed.</summary>
    public static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private Task<bool> LevelAsync(DotCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Choose(call, shell.Settings.Level, level => shell.Settings.Level = level));

    private Task<bool> ModeAsync(DotCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Choose(call, shell.Settings.Mode, mode => shell.Settings.Mode = mode));

    private Task<bool> HeadersAsync(DotCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Turn(call, shell.Settings.Headers, isOn => shell.Settings.Headers = isOn));

    private Task<bool> TimingAsync(DotCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Turn(call, shell.Settings.Timing, isOn => shell.Settings.Timing = isOn));

    private bool Choose<T>(DotCall call, T now, Action<T> set)
        where T : struct, Enum
    {
        if (call.Argument is not { } word)
            shell.Screen.Say(now.ToString().ToLowerInvariant());
        else if (!Words<T>().Contains(word))
            return shell.Refuse(call.Part, $"'{word}' is none of {string.Join(", ", Words<T>())}.");
        else
            set(Enum.Parse<T>(word, ignoreCase: true));
        return true;
    }

    private bool Turn(DotCall call, bool now, Action<bool> set)
    {
        if (call.Argument is not { } word)
            shell.Screen.Say(now ? "on" : "off");
        else if (!Switch.Contains(word))
            return shell.Refuse(call.Part, $"'{word}' is neither on nor off.");
        else
            set(word == "on");
        return true;
    }
}
