namespace Capstan.Client;

/// <summary>The answer to an import.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="RequestId">Its name: the key that was given or made.</param>
/// <param name="Digest">SHA-256 of the file, in hexadecimal digits.</param>
/// <param name="Tables">What was added, table by table in the file's order.</param>
public sealed record ImportAnswer(long Position, string RequestId, string Digest, IReadOnlyList<ImportedTable> Tables);
