using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Capstan.Testing.Servers;

/// <summary>An authority that signs certificates for tests, and a folder with them.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset End = DateTimeOffset.UnixEpoch.AddYears(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("capstan-authority-").FullName;
    private readonly X509Certificate2 _own;

    /// <summary>A new one.</summary>
    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", RSA.Create(2048), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _own = request.CreateSelfSigned(Begin, End);
        File.WriteAllText(FilePath, Pem);
    }

    /// <summary>Its certificate.</summary>
    public string Pem => _own.ExportCertificatePem();

    /// <summary>File with its certificate.</summary>
    public string FilePath => Path.Combine(_folder, "authority.pem");

    /// <summary>Signs a certificate for names and addresses, which may be used by servers and clients.</summary>
    public TestCertificate Sign(params string[] names)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        var serial = Guid.NewGuid().ToByteArray();
        // A number with its highest bit set would be a negative one.
        serial[0] &= 0x7F;
        using var signed = request.Create(_own, Begin, End, serial);
        return new TestCertificate(Path.Combine(_folder, Guid.NewGuid().ToString("N")), signed.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _own.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
