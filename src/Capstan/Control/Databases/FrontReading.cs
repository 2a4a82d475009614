namespace Capstan.Control.Databases;

/// <summary>What a database's API has done since its start.</summary>
/// <param name="Reads">Reads that arrived.</param>
/// <param name="Writes">Writes that arrived.</param>
/// <param name="Errors">Answers of class 5xx.</param>
internal readonly record struct FrontReading(long Reads, long Writes, long Errors);
