namespace Capstan.Containers;

/// <summary>
/// What a replica keeps and is given beside its template. The controller makes it for its own programs; no stack file reaches it. Docker
/// runtime only.
/// </summary>
public sealed record ReplicaData
{
    /// <summary>
    /// Absolute path inside the container of the slot's own volume. It outlives the replica and is its successors', until
    /// <see cref="Docker.SlotVolumes.RemoveAsync"/>.
    /// </summary>
    public required string Target { get; init; }

    /// <summary>Name of the folder in that volume that belongs to the replica's user (mode 0700); made where it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Files that are put into the volume before every start, mode 0600, for the replica's user. The way of secrets: no environment,
    /// label or command line ever holds them.
    /// </summary>
    public IReadOnlyList<SecretFile> Files { get; init; } = [];

    /// <summary>Absolute paths of this machine's folders that the replica finds under the same paths. They must exist.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];
}
