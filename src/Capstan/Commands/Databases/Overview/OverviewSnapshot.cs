namespace Capstan.Commands.Databases.Overview;

/// <summary>A snapshot that is kept.</summary>
/// <param name="Position">The log position whose state it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Digest">SHA-256 in hexadecimal digits.</param>
internal sealed record OverviewSnapshot(long Position, long Bytes, string Digest);
