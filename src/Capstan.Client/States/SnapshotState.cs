namespace Capstan.Client;

/// <summary>A snapshot that is kept.</summary>
/// <param name="Position">The log position whose state it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Digest">SHA-256, in hexadecimal digits.</param>
public sealed record SnapshotState(long Position, long Bytes, string Digest);
