using Capstan.Control;

namespace Capstan.Admin;

/// <summary>Reads a stack file again and hands it to the running stack. Calls come one at a time.</summary>
public interface IStackReloader
{
    /// <summary>
    /// Takes over a changed stack file, or refuses it whole: for every fault in the file, or because the running stack cannot take it
    /// over. Either way an event tells.
    /// </summary>
    /// <param name="file">Absolute path; null means the file of the last start or reload.</param>
    /// <param name="set">Overrides as <c>path=value</c>; null means those of the last start or reload.</param>
    ReloadOutcome Reload(string? file, IReadOnlyList<string>? set);
}
