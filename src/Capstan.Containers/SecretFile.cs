namespace Capstan.Containers;

/// <summary>A file that a replica is given.</summary>
/// <param name="Source">Absolute path on this machine; read at every start.</param>
/// <param name="Name">Its name in the slot's volume.</param>
public sealed record SecretFile(string Source, string Name);
