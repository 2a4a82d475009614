using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Capstan.Core.Stacks;

namespace Capstan.Core.Encryption;

/// <summary>
/// Whether a server is the one that is meant: its certificate is for its name (RFC 9525, section 6) and signed by an authority that is trusted.
/// </summary>
/// <param name="spec">Whom to trust.</param>
/// <param name="host">The server's host, as it is addressed.</param>
public sealed class ServerTrust(ServerTlsSpec spec, string host)
{
    /// <summary>The name that the certificate has to be for.</summary>
    public string Name => spec.ServerName ?? host;

    /// <summary>What a handshake with the server needs. The lowest version is the system's, as a rule TLS 1.2.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A text is no certificate or key.</exception>
    public SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = Name,
        RemoteCertificateValidationCallback = Check,
        ClientCertificates = OwnCertificates(),
    };

    /// <summary>What Capstan shows of itself; null without.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A text is no certificate or key.</exception>
    public X509CertificateCollection? OwnCertificates() =>
        spec is { Certificate: { } certificate, Key: { } key } ? [X509Certificate2.CreateFromPem(certificate, key)] : null;

    /// <summary>Judges a certificate.</summary>
    /// <returns>True; never false.</returns>
    /// <exception cref="UntrustedServerException">It does not prove anything.</exception>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var fault = certificate is null ? "the server shows no certificate" : FaultOf(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()), chain, errors);
        return Proves(fault);
    }

    private static bool Proves(string? fault) => fault is null ? true : throw new UntrustedServerException(fault);

    private string? FaultOf(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is for {NamesOf(shown)} and not for {Name}";
        if (spec.Authorities is not { } authorities)
            return errors == SslPolicyErrors.None ? null : $"its certificate is not trusted by this machine ({Status(chain)})";
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        // An authority of one's own has nobody to ask for revoked certificates, as a rule.
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(shown) ? null : $"its certificate is not signed by an authority of tls.ca, or not valid now ({Status(own)})";
    }

    private static string Status(X509Chain? chain) =>
        string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.StatusInformation.TrimEnd('.', ' ')).Distinct());

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.Subject;
    }
}
