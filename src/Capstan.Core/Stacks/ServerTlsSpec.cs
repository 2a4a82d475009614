namespace Capstan.Core.Stacks;

/// <summary>
/// How connections to servers are encrypted, and how either side proves who it is. Files are held as their text, since workers in containers
/// do not see them.
/// </summary>
public sealed record ServerTlsSpec
{
    /// <summary>Certificates (PEM) of the authorities that sign those of the servers. Null: those that the machine trusts.</summary>
    public string? Authorities { get; init; }

    /// <summary>The name that the servers' certificates are for. Null: each server's own host, as it is addressed.</summary>
    public string? ServerName { get; init; }

    /// <summary>Certificate (PEM) that Capstan shows to servers which ask for one. Null: none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its private key (PEM, unencrypted). Never shown.</summary>
    public string? Key { get; init; }

    /// <inheritdoc />
    public override string ToString() => "TLS";
}
