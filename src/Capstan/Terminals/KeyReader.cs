using System.Text;

namespace Capstan.Terminals;

/// <summary>
/// Makes keys of the bytes that a terminal sends: UTF-8 text, control characters, and the escape sequences that xterm and all that
/// follow it send for other keys (ECMA-48: <c>ESC [ parameters final</c>; <c>ESC O final</c> in application mode). Bytes may come in any pieces.
/// </summary>
internal sealed class KeyReader
{
    private const char Escape = '\e';
    private const char Erase = '\x7f';
    private const string PasteBegin = "\e[200~";
    private const string PasteEnd = "\e[201~";

    private readonly Decoder _decoder = new UTF8Encoding(false).GetDecoder();
    private string _pending = "";

    /// <summary>Whether an escape sequence has begun, or the Escape key was pressed: what comes within a moment decides.</summary>
    public bool IsWaiting => _pending.Length > 0 && !_pending.StartsWith(PasteBegin, StringComparison.Ordinal);

    /// <summary>The keys that are complete with these bytes.</summary>
    public IReadOnlyList<Key> Read(ReadOnlySpan<byte> bytes)
    {
        var text = new char[_decoder.GetCharCount(bytes, flush: false)];
        _decoder.GetChars(bytes, text, flush: false);
        _pending += new string(text);
        var keys = new List<Key>();
        var at = 0;
        while (at < _pending.Length && Next(_pending.AsSpan(at), out var key) is var length and > 0)
        {
            at += length;
            keys.Add(key);
        }

        _pending = _pending[at..];
        return keys;
    }

    /// <summary>Nothing has followed for a moment: what has begun is all there is.</summary>
    public IReadOnlyList<Key> Flush()
    {
        if (!IsWaiting)
            return [];
        // An unfinished sequence says nothing; the Escape key is one character.
        var key = _pending.Length == 1 ? new Key(KeyCode.Escape) : new Key(KeyCode.Other);
        _pending = "";
        return [key];
    }

    private static int Next(ReadOnlySpan<char> text, out Key key)
    {
        if (text[0] == Escape)
            return Sequence(text, out key);
        if (!char.IsControl(text[0]))
        {
            var length = 1;
            while (length < text.Length && !char.IsControl(text[length]))
                length++;
            key = new Key(KeyCode.Text, text[..length].ToString());
            return length;
        }

        key = Control(text[0]);
        return 1;
    }

    private static Key Control(char letter) => letter switch
    {
        '\r' or '\n' => new Key(KeyCode.Enter),
        '\t' => new Key(KeyCode.Tab),
        Erase or '\b' => new Key(KeyCode.Backspace),
        >= '\x01' and <= '\x1a' => new Key(KeyCode.Control, ((char)(letter + 'a' - 1)).ToString()),
        '\x1f' => new Key(KeyCode.Control, "_"),
        _ => new Key(KeyCode.Other),
    };

    private static int Sequence(ReadOnlySpan<char> text, out Key key)
    {
        key = default;
        if (text.Length < 2)
            return 0;
        if (text.StartsWith(PasteBegin))
            return Paste(text, out key);
        if (text[1] == '[')
            return Csi(text, out key);
        if (text[1] == 'O')
        {
            if (text.Length < 3)
                return 0;
            key = Named(text[2], default);
            return 3;
        }

        if (text[1] == Escape)
        {
            key = new Key(KeyCode.Escape);
            return 1;
        }

        var length = char.IsHighSurrogate(text[1]) && text.Length > 2 ? 2 : 1;
        key = (char.IsControl(text[1]) ? Control(text[1]) : new Key(KeyCode.Text, text.Slice(1, length).ToString())) with { Alt = true };
        return 1 + length;
    }

    private static int Paste(ReadOnlySpan<char> text, out Key key)
    {
        key = default;
        var end = text.IndexOf(PasteEnd);
        if (end < 0)
            return 0;
        var pasted = text[PasteBegin.Length..end].ToString().Replace("\r\n", "\n").Replace('\r', '\n');
        key = new Key(KeyCode.Paste, string.Concat(pasted.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t')));
        return end + PasteEnd.Length;
    }

    private static int Csi(ReadOnlySpan<char> text, out Key key)
    {
        key = default;
        var end = 2;
        while (end < text.Length && text[end] is >= ' ' and <= '?')
            end++;
        if (end == text.Length)
            return 0;
        key = Named(text[end], text[2..end]);
        return end + 1;
    }

    private static Key Named(char final, ReadOnlySpan<char> parameters)
    {
        var code = final switch
        {
            'A' => KeyCode.Up,
            'B' => KeyCode.Down,
            'C' => KeyCode.Right,
            'D' => KeyCode.Left,
            'H' => KeyCode.Home,
            'F' => KeyCode.End,
            'M' => KeyCode.Enter,
            'Z' => KeyCode.BackTab,
            '~' => Numbered(parameters),
            _ => KeyCode.Other,
        };
        // The second parameter is 1 plus 1 for Shift, 2 for Alt, 4 for Ctrl.
        var held = parameters.IndexOf(';') is var at and >= 0 && int.TryParse(parameters[(at + 1)..], out var sent) ? sent - 1 : 0;
        return new Key(code, Alt: (held & 2) != 0, Ctrl: (held & 4) != 0);
    }

    private static KeyCode Numbered(ReadOnlySpan<char> parameters) => (parameters.IndexOf(';') is var at and >= 0 ? parameters[..at] : parameters) switch
    {
        "1" or "7" => KeyCode.Home,
        "3" => KeyCode.Delete,
        "4" or "8" => KeyCode.End,
        _ => KeyCode.Other,
    };
}
