using Capstan.Commands.Databases.Shell.Results;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Where a shell writes. People are told more than programs: counts, times, positions, hints.</summary>
internal sealed class ShellScreen(CliConsole console)
{
    /// <summary>Whether people look at what is written.</summary>
    public bool IsForPeople => console.IsTerminal;

    /// <summary>Columns and lines of the terminal.</summary>
    public (int Width, int Height) Size => console.Size();

    /// <summary>Writes a line that was asked for.</summary>
    public void Say(string line) => console.Out.WriteLine(line);

    /// <summary>Writes a line for people; programs do not get it.</summary>
    public void Note(string line)
    {
        if (IsForPeople)
            console.Out.WriteLine(console.UseColor ? $"\e[2m{line}\e[0m" : line);
    }

    /// <summary>Writes lines about something that went wrong.</summary>
    public void Complain(IEnumerable<string> lines)
    {
        console.Out.Flush();
        var isFirst = true;
        foreach (var line in lines)
        {
            console.Error.WriteLine(isFirst && console.UseColor ? $"\e[31m{line}\e[0m" : line);
            isFirst = false;
        }
    }

    /// <summary>Writes a result.</summary>
    public void Write(ShellRows result, long position, ShellSettings settings)
    {
        var sheet = new SheetPlace(console.IsTerminal ? console.Size().Width : null, console.UseColor, settings.Headers, position);
        ResultFormats.Of(settings.Mode).Write(result, console.Out, sheet);
    }

    /// <summary>What was written is shown now.</summary>
    public void Flush() => console.Out.Flush();
}
