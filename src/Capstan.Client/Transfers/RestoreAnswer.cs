namespace Capstan.Client;

/// <summary>The answer to a restore.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="RequestId">Its name: the key that was given or made.</param>
/// <param name="Digest">SHA-256 of the file, in hexadecimal digits.</param>
public sealed record RestoreAnswer(long Position, string RequestId, string Digest);
