namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>refused/SLOT</c>.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Id">Its life.</param>
/// <param name="Reason">Why it was not let in, a sentence.</param>
internal sealed record RefusedNode(int Pid, Guid Id, string Reason);
