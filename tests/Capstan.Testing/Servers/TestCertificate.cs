namespace Capstan.Testing.Servers;

/// <summary>A certificate with its key, as text and as files.</summary>
public sealed class TestCertificate
{
    internal TestCertificate(string path, string pem, string key)
    {
        (Pem, Key, CertificateFile, KeyFile, BothFile) = (pem, key, path + ".pem", path + ".key", path + ".both.pem");
        File.WriteAllText(CertificateFile, pem);
        File.WriteAllText(KeyFile, key);
        File.WriteAllText(BothFile, $"{key}\n{pem}\n");
    }

    /// <summary>The certificate.</summary>
    public string Pem { get; }

    /// <summary>Its key.</summary>
    public string Key { get; }

    /// <summary>File with the certificate.</summary>
    public string CertificateFile { get; }

    /// <summary>File with its key.</summary>
    public string KeyFile { get; }

    /// <summary>File with both.</summary>
    public string BothFile { get; }
}
