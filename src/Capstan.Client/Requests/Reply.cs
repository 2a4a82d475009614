namespace Capstan.Client;

/// <summary>How one attempt ended: with a value or with a fault.</summary>
/// <param name="Value">The value of a success.</param>
/// <param name="Fault">What went wrong; null on success.</param>
/// <param name="Position">The log position that the answer carried; 0 without one.</param>
internal readonly record struct Reply<T>(T? Value, Fault? Fault, long Position);
