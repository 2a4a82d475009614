using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Rules;

/// <summary>The files of a TLS listener exist, can be read and belong together.</summary>
internal sealed class CertificateRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        if (stack.Gateway.Tls is not { } tls)
            yield break;
        const string Certificate = "gateway.tls.certificate";
        const string Key = "gateway.tls.key";
        var certificate = Unreadable(tls.Certificate);
        var key = Unreadable(tls.Key);
        if (certificate is not null)
            yield return new Breach(Certificate, certificate, "give the path of a PEM file; a relative one starts at the stack file's folder");
        if (key is not null)
            yield return new Breach(Key, key, "give the path of a PEM file; a relative one starts at the stack file's folder");
        if (certificate is null && key is null && Mismatch(tls) is { } mismatch)
            yield return new Breach(Certificate, $"certificate and key cannot be used together: {mismatch}", "give a PEM certificate and its unencrypted PEM key") { RestsOn = [Key] };
    }

    private static string? Unreadable(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {path}" : $"{path} cannot be read";
        }
    }

    private static string? Mismatch(TlsSpec tls)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key);
            return null;
        }
        catch (Exception refused) when (refused is CryptographicException or ArgumentException or IOException)
        {
            return refused.Message.TrimEnd('.');
        }
    }
}
