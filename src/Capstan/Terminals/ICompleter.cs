namespace Capstan.Terminals;

/// <summary>Knows what can follow. Must answer at once: it is asked while somebody types.</summary>
internal interface ICompleter
{
    /// <summary>What can stand at the cursor.</summary>
    Completion Complete(string text, int cursor);
}
