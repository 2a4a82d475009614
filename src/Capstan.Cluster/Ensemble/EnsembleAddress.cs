using Capstan.Core.Stacks;
using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>Turns what the stack file says of an ensemble into what its client wants.</summary>
internal static class EnsembleAddress
{
    /// <summary>Settings of a session below the database's own root.</summary>
    public static ZooKeeperOptions OptionsOf(EnsembleSpec spec, TimeSpan session, TimeProvider time, Func<double> chance) => new()
    {
        Servers = [.. spec.Hosts.Select(host => new ZooKeeperAddress(host.Host, host.Port))],
        Root = spec.Path,
        SessionTimeout = session,
        Credentials = spec.User is { } user ? new ZooKeeperCredentials(user, spec.Password ?? "") : null,
        Time = time,
        Chance = chance,
    };
}
