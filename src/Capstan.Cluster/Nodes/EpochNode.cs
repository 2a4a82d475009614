namespace Capstan.Cluster.Nodes;

/// <summary>Content of <c>epoch</c>.</summary>
/// <param name="Epoch">The last one that was given out.</param>
/// <param name="Owner">Who took it: the life of a worker; empty when it was only written down again.</param>
internal sealed record EpochNode(long Epoch, Guid Owner);
