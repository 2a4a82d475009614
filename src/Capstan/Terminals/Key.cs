namespace Capstan.Terminals;

/// <summary>A key that was pressed.</summary>
/// <param name="Code">Which.</param>
/// <param name="Text">The characters of a key that has some.</param>
/// <param name="Alt">Whether Alt was held, or Escape pressed before.</param>
/// <param name="Ctrl">Whether Ctrl was held with a key that is no letter.</param>
internal readonly record struct Key(KeyCode Code, string Text = "", bool Alt = false, bool Ctrl = false);
