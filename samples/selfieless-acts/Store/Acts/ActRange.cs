namespace SelfieLess.Store.Acts;

/// <summary>Acts number <paramref name="First"/> to <paramref name="Last"/>, both included; 1 is the latest.</summary>
public readonly record struct ActRange(long First, long Last);
