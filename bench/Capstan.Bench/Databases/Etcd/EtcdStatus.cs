namespace Capstan.Bench.Databases.Etcd;

/// <summary>What a member says about itself.</summary>
/// <param name="Member">Its id.</param>
/// <param name="Leader">Id of the leader that it knows; 0 while it knows none.</param>
/// <param name="Term">The term.</param>
/// <param name="Applied">How far it has applied the log.</param>
internal sealed record EtcdStatus(long Member, long Leader, long Term, long Applied);
