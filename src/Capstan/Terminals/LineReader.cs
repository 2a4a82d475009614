using Capstan.Commands;

namespace Capstan.Terminals;

/// <summary>Reads edited texts from a terminal: keys go to the editor, what it shows is painted.</summary>
/// <param name="terminal">The keyboard.</param>
/// <param name="console">The screen.</param>
/// <param name="editor">Knows what keys do.</param>
internal sealed class LineReader(ITerminal terminal, CliConsole console, LineEditor editor)
{
    // Longer than a terminal takes to send a sequence, shorter than anybody waits after Escape.
    private static readonly TimeSpan SequencePause = TimeSpan.FromMilliseconds(50);

    private const string PasteOn = "\e[?2004h";
    private const string PasteOff = "\e[?2004l";
    private const string Beep = "\a";

    private readonly KeyReader _keys = new();
    private readonly FramePainter _painter = new();
    private readonly Queue<Key> _ahead = new();
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>Reads one text.</summary>
    /// <param name="prompt">Before its first line.</param>
    /// <param name="continuation">Before each further line.</param>
    /// <param name="cancellationToken">Ends the reading as if there were no more input, once the terminal is woken.</param>
    /// <returns>The text; empty when it was given up; null when there will be no more.</returns>
    public string? Read(string prompt, string continuation, CancellationToken cancellationToken)
    {
        using var mode = terminal.EnterKeys();
        Write(PasteOn);
        editor.Begin();
        try
        {
            Show(prompt, continuation);
            while (!cancellationToken.IsCancellationRequested)
            {
                if (!Fill())
                    return Left(null);
                while (_ahead.TryDequeue(out var key))
                {
                    switch (editor.Press(key))
                    {
                        case EditorStep.Enter:
                            Show(prompt, continuation);
                            return Left(editor.Buffer.Text);
                        case EditorStep.Drop:
                            Show(prompt, continuation);
                            Write("^C");
                            return Left("");
                        case EditorStep.End:
                            return Left(null);
                        case EditorStep.Clear:
                            Write(_painter.Clear());
                            break;
                        case EditorStep.Refuse:
                            Write(Beep);
                            break;
                        default:
                            break;
                    }
                }

                Show(prompt, continuation);
            }

            return Left(null);
        }
        finally
        {
            Write(PasteOff);
            console.Out.Flush();
        }
    }

    private bool Fill()
    {
        if (_ahead.Count > 0)
            return true;
        var count = terminal.Read(_buffer, _keys.IsWaiting ? SequencePause : Timeout.InfiniteTimeSpan);
        foreach (var key in count > 0 ? _keys.Read(_buffer.AsSpan(0, count)) : _keys.Flush())
            _ahead.Enqueue(key);
        return count != 0;
    }

    private void Show(string prompt, string continuation)
    {
        var (width, height) = console.Size();
        var frame = editor.Search is { } search
            ? SearchFrame(search, width)
            : EditorLayout.Of(
                prompt, continuation, editor.Buffer.Text, editor.Buffer.Cursor, CandidateRows.Of(editor.Candidates, width, Math.Max(1, height / 2)), width);
        Write(_painter.Paint(frame, height));
        console.Out.Flush();
    }

    private static EditorFrame SearchFrame(ReverseSearch search, int width)
    {
        var match = search.Match ?? "";
        var at = Math.Max(0, match.IndexOf(search.Text, StringComparison.OrdinalIgnoreCase));
        return EditorLayout.Of($"({(search.HasFailed ? "nothing has" : "search")} '{search.Text}') ", "  ", match, search.Text.Length == 0 ? 0 : at, [], width);
    }

    private string? Left(string? text)
    {
        Write(_painter.Leave());
        return text;
    }

    private void Write(string text) => console.Out.Write(text);
}
