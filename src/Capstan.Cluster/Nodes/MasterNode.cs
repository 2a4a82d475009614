namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>master</c>.</summary>
/// <param name="Pid">The leader's process id.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Id">Names its life.</param>
internal sealed record MasterNode(int Pid, long Epoch, Guid Id);
