namespace Capstan.Client;

/// <summary>How far a backup or restore has come.</summary>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="Of">Bytes in all; null while that is not known.</param>
public readonly record struct Transfer(long Bytes, long? Of);
