namespace Capstan.Terminals;

/// <summary>
/// Edits one text of one or more lines, key by key; nothing here knows a terminal. Enter ends the text when it is complete and begins a
/// new line of it otherwise. The keys are those of readline.
/// </summary>
/// <param name="history">What was entered before.</param>
/// <param name="completer">Knows what can follow, for Tab.</param>
/// <param name="isComplete">Whether Enter ends a text.</param>
internal sealed class LineEditor(History history, ICompleter completer, Func<string, bool> isComplete)
{
    private const string Indent = "  ";

    private string _killed = "";
    private string _draft = "";
    private int _entry = history.Count;
    private bool _hasTabbed;

    /// <summary>The text and its cursor.</summary>
    public EditBuffer Buffer { get; } = new();

    /// <summary>The search that goes on; null when none does.</summary>
    public ReverseSearch? Search { get; private set; }

    /// <summary>What can follow, to be shown under the text until the next key.</summary>
    public IReadOnlyList<string> Candidates { get; private set; } = [];

    /// <summary>Begins a new text.</summary>
    public void Begin()
    {
        Buffer.Set("");
        (_draft, _entry, _hasTabbed, Search, Candidates) = ("", history.Count, false, null, []);
    }

    /// <summary>Takes a key.</summary>
    public EditorStep Press(Key key)
    {
        Candidates = [];
        var hadTabbed = _hasTabbed;
        _hasTabbed = false;
        return Search is { } search ? Seek(search, key) : key.Code == KeyCode.Tab ? Complete(hadTabbed) : Edit(key);
    }

    private EditorStep Edit(Key key) => key switch
    {
        { Code: KeyCode.Text, Alt: true } => Word(key.Text),
        { Code: KeyCode.Text or KeyCode.Paste } => Insert(key.Text),
        { Code: KeyCode.Enter, Alt: true } => Insert("\n"),
        { Code: KeyCode.Enter } => Enter(),
        { Code: KeyCode.Backspace, Alt: true } => Kill(Buffer.WordStart),
        { Code: KeyCode.Backspace } => Erase(Buffer.Previous),
        { Code: KeyCode.Delete, Ctrl: false } => Erase(Buffer.Next),
        { Code: KeyCode.Delete } => Kill(Buffer.WordEnd),
        { Code: KeyCode.Left, Ctrl: true } or { Code: KeyCode.Left, Alt: true } => Move(Buffer.WordStart),
        { Code: KeyCode.Right, Ctrl: true } or { Code: KeyCode.Right, Alt: true } => Move(Buffer.WordEnd),
        { Code: KeyCode.Left } => Move(Buffer.Previous),
        { Code: KeyCode.Right } => Move(Buffer.Next),
        { Code: KeyCode.Home } => Move(key.Ctrl ? 0 : Buffer.LineStart),
        { Code: KeyCode.End } => Move(key.Ctrl ? Buffer.Text.Length : Buffer.LineEnd),
        { Code: KeyCode.Up } => Buffer.MoveLine(-1) ? EditorStep.Show : Recall(_entry - 1),
        { Code: KeyCode.Down } => Buffer.MoveLine(+1) ? EditorStep.Show : Recall(_entry + 1),
        { Code: KeyCode.Control } => Control(key.Text),
        _ => EditorStep.Refuse,
    };

    private EditorStep Control(string letter) => letter switch
    {
        "a" => Move(Buffer.LineStart),
        "e" => Move(Buffer.LineEnd),
        "b" => Move(Buffer.Previous),
        "f" => Move(Buffer.Next),
        "p" => Recall(_entry - 1),
        "n" => Recall(_entry + 1),
        "k" => Kill(Buffer.Cursor == Buffer.LineEnd ? Buffer.Next : Buffer.LineEnd),
        "u" => Kill(Buffer.Cursor == Buffer.LineStart ? Buffer.Previous : Buffer.LineStart),
        "w" => Kill(Buffer.BlankStart),
        "y" => Insert(_killed),
        "d" => Buffer.Text.Length == 0 ? EditorStep.End : Erase(Buffer.Next),
        "c" => EditorStep.Drop,
        "l" => EditorStep.Clear,
        "r" => BeginSearch(),
        _ => EditorStep.Refuse,
    };

    private EditorStep Word(string letter) => letter switch
    {
        "b" or "B" => Move(Buffer.WordStart),
        "f" or "F" => Move(Buffer.WordEnd),
        "d" or "D" => Kill(Buffer.WordEnd),
        _ => EditorStep.Refuse,
    };

    private EditorStep Enter()
    {
        if (isComplete(Buffer.Text))
            return EditorStep.Enter;
        return Insert("\n");
    }

    private EditorStep Insert(string text)
    {
        Buffer.Insert(text);
        return text.Length > 0 ? EditorStep.Show : EditorStep.Refuse;
    }

    private EditorStep Move(int place) => Buffer.MoveTo(place) ? EditorStep.Show : EditorStep.Refuse;

    private EditorStep Erase(int to) => Buffer.Cut(to).Length > 0 ? EditorStep.Show : EditorStep.Refuse;

    private EditorStep Kill(int to)
    {
        var taken = Buffer.Cut(to);
        if (taken.Length == 0)
            return EditorStep.Refuse;
        _killed = taken;
        return EditorStep.Show;
    }

    private EditorStep Recall(int entry)
    {
        if (entry < 0 || entry > history.Count || entry == _entry)
            return EditorStep.Refuse;
        // What was begun comes back below the newest entry.
        if (_entry == history.Count)
            _draft = Buffer.Text;
        _entry = entry;
        Buffer.Set(entry == history.Count ? _draft : history[entry]);
        return EditorStep.Show;
    }

    private EditorStep BeginSearch()
    {
        Search = new ReverseSearch(history);
        return EditorStep.Show;
    }

    private EditorStep Seek(ReverseSearch search, Key key)
    {
        switch (key)
        {
            case { Code: KeyCode.Text, Alt: false }:
                search.Type(key.Text);
                return search.HasFailed ? EditorStep.Refuse : EditorStep.Show;
            case { Code: KeyCode.Backspace, Alt: false }:
                search.Erase();
                return EditorStep.Show;
            case { Code: KeyCode.Control, Text: "r" }:
                search.Older();
                return search.HasFailed ? EditorStep.Refuse : EditorStep.Show;
            case { Code: KeyCode.Escape } or { Code: KeyCode.Control, Text: "g" or "c" }:
                Search = null;
                return EditorStep.Show;
            default:
                // Every other key takes what was found and then does what it always does.
                Search = null;
                if (search.Match is { } match)
                    Buffer.Set(match);
                return key.Code == KeyCode.Tab ? EditorStep.Show : Edit(key);
        }
    }

    private EditorStep Complete(bool hadTabbed)
    {
        if (Buffer.Text.AsSpan(Buffer.LineStart, Buffer.Cursor - Buffer.LineStart).IsWhiteSpace() && Buffer.LineStart > 0)
            return Insert(Indent);
        var found = completer.Complete(Buffer.Text, Buffer.Cursor);
        if (found.Candidates.Count == 0)
            return EditorStep.Refuse;
        var written = Buffer.Text[found.Start..Buffer.Cursor];
        var prefix = found.CommonPrefix;
        if (prefix.Length > written.Length || (found.Candidates.Count == 1 && prefix != written))
        {
            Buffer.Replace(found.Start, Buffer.Cursor, prefix);
            return EditorStep.Show;
        }

        if (found.Candidates.Count == 1)
            return EditorStep.Refuse;
        _hasTabbed = true;
        if (hadTabbed)
            Candidates = found.Candidates;
        return hadTabbed ? EditorStep.Show : EditorStep.Refuse;
    }
}
