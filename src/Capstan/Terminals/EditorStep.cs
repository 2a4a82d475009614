namespace Capstan.Terminals;

/// <summary>What follows from a key.</summary>
internal enum EditorStep
{
    /// <summary>The line is shown as it is now.</summary>
    Show,

    /// <summary>The key could do nothing; the terminal may beep.</summary>
    Refuse,

    /// <summary>The screen is cleared, and the line shown on top.</summary>
    Clear,

    /// <summary>The text is complete and entered.</summary>
    Enter,

    /// <summary>The text is given up.</summary>
    Drop,

    /// <summary>There will be no more text.</summary>
    End,
}
