namespace Capstan.Containers.Docker;

/// <summary>One event of the engine about the stack's containers.</summary>
/// <param name="Event">What it means to those who watch the runtime.</param>
/// <param name="Container">Full id of the container; null for a <see cref="RuntimeEventKind.Resync"/>.</param>
internal sealed record ContainerNews(RuntimeEvent Event, string? Container = null);
