namespace Capstan.Terminals;

/// <summary>What kind of key was pressed.</summary>
internal enum KeyCode
{
    /// <summary>One or more characters that stand for themselves.</summary>
    Text,

    /// <summary>Text that the terminal says was pasted; line ends are <c>\n</c>.</summary>
    Paste,

    /// <summary>A letter with Ctrl; <see cref="Key.Text"/> is the small letter.</summary>
    Control,

    /// <summary>Enter.</summary>
    Enter,

    /// <summary>Tab.</summary>
    Tab,

    /// <summary>Tab with Shift.</summary>
    BackTab,

    /// <summary>The key that erases to the left.</summary>
    Backspace,

    /// <summary>The key that erases to the right.</summary>
    Delete,

    /// <summary>Cursor left.</summary>
    Left,

    /// <summary>Cursor right.</summary>
    Right,

    /// <summary>Cursor up.</summary>
    Up,

    /// <summary>Cursor down.</summary>
    Down,

    /// <summary>Home.</summary>
    Home,

    /// <summary>End.</summary>
    End,

    /// <summary>Escape by itself.</summary>
    Escape,

    /// <summary>A key that means nothing here.</summary>
    Other,
}
