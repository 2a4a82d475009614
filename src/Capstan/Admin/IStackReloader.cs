using Capstan.Control;

namespace Capstan.Admin;

/// <summary>Reads a stack file again and hands it to the running stack. Calls may come from any thread; they are taken one at a time.</summary>
public interface IStackReloader
{
    /// <summary>
    /// Takes over a changed stack file, or refuses it whole: for every fault in the file, or because the running stack cannot take it
    /// over. Either way an event tells.
    /// </summary>
    /// <param name="request">Which file, with which overrides. A preview changes nothing and leaves no event.</param>
    ReloadOutcome Reload(ReloadRequest request);
}
