namespace Capstan.History.Checking;

/// <summary>Who was seen, or was told, to lead under an epoch.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Slot">Where the leader is.</param>
/// <param name="Process">Its process; null when nobody told.</param>
public sealed record Leadership(long Epoch, int Slot, int? Process);
