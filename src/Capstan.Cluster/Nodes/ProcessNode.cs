namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>process/SLOT</c>, for workers that see another process id inside their container.</summary>
/// <param name="Container">Full id of the container.</param>
/// <param name="Pid">Its process id as the runtime reports it.</param>
internal sealed record ProcessNode(string Container, int Pid);
