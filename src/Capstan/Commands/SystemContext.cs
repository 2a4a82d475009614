using System.Collections;
using System.Text;
using Capstan.Hosting;
using Capstan.Terminals;

namespace Capstan.Commands;

/// <summary>The real world of the program.</summary>
internal static class SystemContext
{
    /// <summary>Made from the process's own streams, folder and environment.</summary>
    public static CliContext Create(Func<IStackRunner> runner)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var isTerminal = !Console.IsOutputRedirected && environment.GetValueOrDefault("TERM") is not (null or "" or "dumb");
        return new CliContext
        {
            Console = new CliConsole
            {
                Out = new StreamWriter(new OutputStream(1), new UTF8Encoding(false)),
                Error = new StreamWriter(new OutputStream(2, mayBeLost: true), new UTF8Encoding(false)) { AutoFlush = true },
                In = Console.In,
                IsTerminal = isTerminal,
                UseColor = isTerminal && string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR")),
                Keyboard = Console.IsInputRedirected ? null : () => new UnixTerminal(),
                Size = Size,
            },
            CurrentFolder = Environment.CurrentDirectory,
            Environment = environment,
            Time = TimeProvider.System,
            Runner = runner,
            Self = ThisProgram.Command,
        };
    }

    // A terminal without a size (a bare pty) says 0; then the classic one is as good a guess as any.
    private static (int Width, int Height) Size()
    {
        var (width, height) = (Console.WindowWidth, Console.WindowHeight);
        return width > 0 && height > 0 ? (width, height) : (80, 24);
    }
}
