namespace Capstan.SystemTests.Harness;

/// <summary>A container, as Docker's own client tells.</summary>
internal sealed record ContainerView(string Id, string Name, string State, string StartedAt, int Pid);
