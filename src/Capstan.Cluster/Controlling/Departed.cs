namespace Capstan.Cluster.Controlling;

/// <summary>A member that is gone.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Id">Its life.</param>
/// <param name="Applied">What it had applied by its last word; null when it told none.</param>
internal sealed record Departed(int Slot, Guid Id, long? Applied);
