namespace Capstan.Bench.Databases.Loads;

/// <summary>One load of one system.</summary>
/// <param name="Kind">The table in which it stands.</param>
/// <param name="Name">Its row there, without the number of connections.</param>
/// <param name="RunAsync">Puts it on the system: connections, each with one operation under way at any time, and seconds.</param>
internal sealed record Load(LoadKind Kind, string Name, Func<int, int, Task<LoadResult>> RunAsync);
