namespace Capstan.Database.Applying;

/// <summary>A copy that was opened.</summary>
/// <param name="Store">The copy; empty when there was none or it was set aside.</param>
/// <param name="Quarantined">Why and where to the file that was there was moved, for people; null when it was good or there was none.</param>
public sealed record StoreOpening(SqliteReplicaStore Store, string? Quarantined);
