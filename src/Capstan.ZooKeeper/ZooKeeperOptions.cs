using System.Net;
using System.Net.Security;
using System.Security.Cryptography;

namespace Capstan.ZooKeeper;

/// <summary>Where an ensemble is and how a session with it is held.</summary>
public sealed record ZooKeeperOptions
{
    /// <summary>Default of <see cref="SessionTimeout"/>.</summary>
    public static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Shortest <see cref="SessionTimeout"/>: 100 ms.</summary>
    public static readonly TimeSpan ShortestSession = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest <see cref="SessionTimeout"/>: one day.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromDays(1);

    /// <summary>Default of <see cref="MaxAnswer"/>.</summary>
    public const int DefaultMaxAnswer = 4 * 1024 * 1024;

    private const int LongestHost = 253;

    /// <summary>Its servers, at least one. They are tried in a random order, the one that was lost last.</summary>
    public required IReadOnlyList<ZooKeeperAddress> Servers { get; init; }

    /// <summary>
    /// The node that all paths of this client are under: absolute, without a slash at its end; created with its parents when missing.
    /// Default empty: paths are as they are.
    /// </summary>
    public string Root { get; init; } = "";

    /// <summary>
    /// How long a session outlives silence, 100 ms to a day, default 4 s. The servers have the last word: by default they grant 2 to 20 of
    /// their ticks, see <see cref="ZooKeeperClient.SessionTimeout"/>.
    /// </summary>
    public TimeSpan SessionTimeout { get; init; } = DefaultSessionTimeout;

    /// <summary>Who connects; null for nobody in particular.</summary>
    public ZooKeeperCredentials? Credentials { get; init; }

    /// <summary>
    /// Who may do what with nodes that are created without saying so. Null: with <see cref="Credentials"/> their user alone
    /// (<see cref="NodeAcl.Creator"/>), otherwise everybody (<see cref="NodeAcl.Open"/>).
    /// </summary>
    public IReadOnlyList<NodeAcl>? Acl { get; init; }

    /// <summary>
    /// Most bytes of an answer, default 4 MiB, 1 KiB to 1 GiB. A longer one ends the connection, and with it all calls that are on their way:
    /// raise it before nodes have so many children.
    /// </summary>
    public int MaxAnswer { get; init; } = DefaultMaxAnswer;

    /// <summary>
    /// What a TLS handshake with a server needs, its name and whom to trust above all; asked for each connection, from any thread. Null
    /// (default): connections are in clear. Servers take encrypted ones on a port of their own (<c>secureClientPort</c>).
    /// </summary>
    public Func<ZooKeeperAddress, SslClientAuthenticationOptions>? Tls { get; init; }

    /// <summary>
    /// Told why an attempt failed or a connection was lost, as <see cref="ZooKeeperClient.Trouble"/> has it, which nobody can read before there is a
    /// client. On the session's own thread: must not block, nor throw. Null (default): nobody is told.
    /// </summary>
    public Action<string>? Troubled { get; init; }

    /// <summary>Measures silence. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Numbers from 0 up to 1 for the order of servers and the length of pauses; called from any thread. Default the system's.</summary>
    public Func<double> Chance { get; init; } = SystemChance;

    /// <summary>Asks for a name's addresses on the calling thread, however long that takes. Default the system's.</summary>
    internal Func<string, IPAddress[]> LookUp { get; init; } = Dns.GetHostAddresses;

    /// <summary>What nodes are created with that do not say.</summary>
    internal IReadOnlyList<NodeAcl> DefaultAcl => Acl ?? (Credentials is null ? NodeAcl.Open : NodeAcl.Creator);

    /// <summary>Refuses what cannot be used.</summary>
    /// <exception cref="ArgumentException">Something cannot; the message names it.</exception>
    public void Check()
    {
        if (Servers.Count == 0)
            throw new ArgumentException("There is no server; give at least one address of the ensemble.");
        if (Servers.Any(server => server.Host is not { Length: > 0 and <= LongestHost } || server.Port is < 1 or > 65535))
            throw new ArgumentException("A server's address lacks a host, has one of more than 253 characters, or has a port outside 1 to 65535; give host and port.");
        if (SessionTimeout < ShortestSession || SessionTimeout > LongestSession)
            throw new ArgumentException($"The session's timeout is {SessionTimeout}; give 100 ms to 1 day.");
        if (Credentials is { } who && (who.User.Length == 0 || who.User.Contains(':')))
            throw new ArgumentException("The user is empty or has a colon, which digest authentication has no room for.");
        if (MaxAnswer is < 1024 or > 1024 * 1024 * 1024)
            throw new ArgumentException($"The longest answer is {MaxAnswer} bytes; give 1 KiB to 1 GiB.");
        if (Root == "/")
            throw new ArgumentException("The root is '/'; leave it empty, or name a node.");
        if (Root.Length > 0 && NodePath.Fault(Root) is { } fault)
            throw new ArgumentException($"'{Root}' is no path of a node: {fault}.");
    }

    // 53 random bits are what a double can hold.
    private static double SystemChance()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToUInt64(bytes) >> 11) * (1.0 / (1UL << 53));
    }
}
