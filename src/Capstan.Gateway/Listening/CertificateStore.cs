using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capstan.Core.Stacks;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Listening;

/// <summary>
/// The certificate of a TLS listener. Its files are looked at every two seconds; a changed pair serves the handshakes that follow.
/// While the new pair cannot be used the old one stays, and the log says so once for each change.
/// </summary>
internal sealed partial class CertificateStore : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly TlsSpec _tls;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private volatile SslStreamCertificateContext _current;
    private (DateTime, long, DateTime, long) _stamp;

    /// <summary>Loads the certificate.</summary>
    /// <exception cref="ListenException">It cannot be used.</exception>
    public CertificateStore(TlsSpec tls, TimeProvider time, ILogger logger)
    {
        _tls = tls;
        _logger = logger;
        try
        {
            _stamp = Stamp();
            _current = Load();
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            throw ListenException.For(tls, exception);
        }

        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The certificate with its chain.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private static bool IsUnusable(Exception exception) =>
        exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private void Look()
    {
        try
        {
            var stamp = Stamp();
            if (stamp == _stamp)
                return;
            _stamp = stamp;
            _current = Load();
            LogLoaded(_tls.Certificate, _current.TargetCertificate.NotAfter);
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            LogUnusable(exception, _tls.Certificate, _tls.Key);
        }
    }

    private (DateTime, long, DateTime, long) Stamp()
    {
        var certificate = new FileInfo(_tls.Certificate);
        var key = new FileInfo(_tls.Key);
        return (certificate.LastWriteTimeUtc, certificate.Exists ? certificate.Length : -1, key.LastWriteTimeUtc, key.Exists ? key.Length : -1);
    }

    private SslStreamCertificateContext Load()
    {
        var leaf = X509Certificate2.CreateFromPemFile(_tls.Certificate, _tls.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_tls.Certificate);
        return SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Certificate {Certificate} was loaded again; it is valid until {NotAfter}.")]
    private partial void LogLoaded(string certificate, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The changed certificate {Certificate} with key {Key} cannot be used; the old one stays. Put a matching pair of PEM files there.")]
    private partial void LogUnusable(Exception exception, string certificate, string key);
}
