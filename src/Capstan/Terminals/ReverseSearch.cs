namespace Capstan.Terminals;

/// <summary>A search through the history from the newest entry on, as its text is typed.</summary>
internal sealed class ReverseSearch(History history)
{
    private int _at = history.Count;

    /// <summary>What is looked for.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The entry that was found; null before anything was.</summary>
    public string? Match => _at < history.Count ? history[_at] : null;

    /// <summary>Whether nothing holds the text; <see cref="Match"/> is then what held less of it.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Looks for more.</summary>
    public void Type(string more)
    {
        Text += more;
        // What is found already may hold the longer text too.
        Look(_at + 1);
    }

    /// <summary>Takes the last character back and begins anew.</summary>
    public void Erase()
    {
        if (Text.Length > 0)
            Text = Text[..^1];
        _at = history.Count;
        Look(_at);
    }

    /// <summary>Looks for an older entry.</summary>
    public void Older() => Look(_at);

    private void Look(int before)
    {
        if (Text.Length == 0)
            return;
        var found = history.Find(Text, before);
        HasFailed = found < 0;
        if (!HasFailed)
            _at = found;
    }
}
