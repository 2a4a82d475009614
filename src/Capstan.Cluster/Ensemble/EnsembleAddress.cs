using Capstan.Core.Encryption;
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
        Tls = spec.Tls is { } tls ? server => new ServerTrust(tls, server.Host).Options() : null,
        Time = time,
        Chance = chance,
    };
}
