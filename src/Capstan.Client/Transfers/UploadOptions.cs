namespace Capstan.Client;

/// <summary>How a file is uploaded.</summary>
/// <param name="Key">Its name, as of any write; null has the client make one.</param>
/// <param name="Deadline">Longest time with all repetitions.</param>
internal readonly record struct UploadOptions(string? Key, TimeSpan Deadline);
