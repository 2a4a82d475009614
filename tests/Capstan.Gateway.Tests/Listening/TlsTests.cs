using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Listening;

public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Listen_Tls_SpeaksBothVersionsAndSaysHttps(int major)
    {
        await using var backend = new RawBackend();
        await using var rig = await GatewayRig.StartAsync(new GatewaySpec { Tls = Write("first") }, GatewayRig.Service());
        rig.SetTargets(backend.AsTarget());
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=first";
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{rig.Addresses.Tls!.Value.Port}/web")
        {
            Version = new Version(major, major == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("X-Forwarded-Proto: https\r\n", backend.Received);
    }

    [Fact]
    public async Task Listen_CertificateChanges_ServesTheNewOneAndKeepsItWhenTheNextIsBroken()
    {
        var tls = Write("first");
        await using var rig = await GatewayRig.StartAsync(new GatewaySpec { Tls = tls }, GatewayRig.Service());
        var port = rig.Addresses.Tls!.Value.Port;
        Assert.Equal("CN=first", await SubjectAsync(port));

        Write("second");
        await Eventually.TrueAsync(() => rig.Log.Entries.Any(entry => entry.Text.Contains("was loaded again")));
        Assert.Equal("CN=second", await SubjectAsync(port));
        await File.WriteAllTextAsync(tls.Certificate, "nonsense", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => rig.Log.Entries.Any(entry => entry.Text.Contains("the old one stays")));

        Assert.Equal("CN=second", await SubjectAsync(port));
    }

    [Fact]
    public async Task Start_BrokenCertificate_SaysWhichAndWhatHelps()
    {
        var tls = Write("first");
        await File.WriteAllTextAsync(tls.Key, "nonsense", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ListenException>(() => GatewayRig.StartAsync(new GatewaySpec { Tls = tls }));

        Assert.Contains(tls.Certificate, error.Message);
        Assert.Contains("gateway.tls", error.Message);
    }

    private static async Task<string> SubjectAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync("localhost");
        return tls.RemoteCertificate!.Subject;
    }

    private TlsSpec Write(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        var spec = new TlsSpec(new HostPort("127.0.0.1", 0), Path.Combine(_folder.FullName, "cert.pem"), Path.Combine(_folder.FullName, "key.pem"));
        File.WriteAllText(spec.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(spec.Certificate, certificate.ExportCertificatePem());
        return spec;
    }
}
