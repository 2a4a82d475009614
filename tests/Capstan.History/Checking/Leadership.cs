namespace Capstan.History.Checking;

/// <summary>Who was seen to lead under an epoch.</summary>
public sealed record Leadership(long Epoch, string Owner);
