using System.Text;
using Capstan.Commands;

namespace Capstan.Screens;

/// <summary>Paints frames on the terminal's second screen and gives the first one back at the end, as it was.</summary>
internal sealed class ScreenPainter : IDisposable
{
    private readonly CliConsole _console;

    public ScreenPainter(CliConsole console)
    {
        _console = console;
        _console.Out.Write("\e[?1049h\e[?25l");
        _console.Out.Flush();
    }

    /// <summary>Paints a frame over the last one; everything is sent in one write, so that nothing flickers.</summary>
    public void Paint(IReadOnlyList<ScreenLine> lines)
    {
        var (width, _) = _console.Size();
        var frame = new StringBuilder("\e[H");
        for (var i = 0; i < lines.Count; i++)
            frame.Append(_console.UseColor ? lines[i].Colored(width) : lines[i].Plain(width)).Append("\e[K").Append(i < lines.Count - 1 ? "\r\n" : "");
        frame.Append("\e[J");
        _console.Out.Write(frame.ToString());
        _console.Out.Flush();
    }

    public void Dispose()
    {
        _console.Out.Write("\e[?25h\e[?1049l");
        _console.Out.Flush();
    }
}
