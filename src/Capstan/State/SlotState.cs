namespace Capstan.State;

/// <summary>What must survive of a slot.</summary>
/// <param name="Generation">The newest generation that was given out.</param>
/// <param name="Port">The port that the slot owns.</param>
internal sealed record SlotState(int Generation, int Port);
