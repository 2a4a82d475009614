namespace Capstan.Containers.Processes.Guarding;

/// <summary>What to spawn.</summary>
internal sealed record SpawnRequest(
    string Path, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment, string Folder, int Output, int Error);
