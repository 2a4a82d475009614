using Capstan.Core.Stacks;

namespace Capstan.Tests.StackFiles;

public sealed class ServerTests : IDisposable
{
    private const string Other = ", membership: 'zookeeper://h'";
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("amqp://u:p@h", "amqp://u@h:5672/%2F", "p")]
    [InlineData("amqp://u:p@h/", "amqp://u@h:5672/%2F", "p")]
    [InlineData("amqp://u:p@h:99/%2Fa", "amqp://u@h:99/%2Fa", "p")]
    [InlineData("amqps://u:a%40b%3Ac@h/v", "amqps://u@h:5671/v", "a@b:c")]
    [InlineData("amqp://u:a:b@h,10.0.0.1:7,[fd00::5],[fd00::6]:8/v", "amqp://u@h:5672,10.0.0.1:7,[fd00::5]:5672,[fd00::6]:8/v", "a:b")]
    [InlineData("amqp://u@h/v", "amqp://u@h:5672/v", "")]
    [InlineData("amqp://localhost/v", "amqp://guest@localhost:5672/v", "guest")]
    public void Queues_Address_IsTheBroker(string url, string broker, string password)
    {
        var found = Database($"queues: '{url}'{Other}").Broker!;

        Assert.Equal((broker, password), (found.ToString(), found.Password));
    }

    [Theory]
    [InlineData("zookeeper://h", "zookeeper://h:2181/capstan/shop/main", null)]
    [InlineData("zookeeper://h/", "zookeeper://h:2181/capstan/shop/main", null)]
    [InlineData("zookeeper://a,b:7,[::1]/x/y/", "zookeeper://a:2181,b:7,[::1]:2181/x/y", null)]
    [InlineData("zookeeper://u:p%2F@a/x", "zookeeper://u@a:2181/x", "p/")]
    [InlineData("zookeepers://a,b:7/x", "zookeepers://a:2281,b:7/x", null)]
    public void Membership_Address_IsTheEnsemble(string url, string ensemble, string? password)
    {
        var found = Database($"queues: 'amqp://u@h', membership: '{url}'").Ensemble!;

        Assert.Equal((ensemble, password), (found.ToString(), found.Password));
    }

    [Fact]
    public void Servers_PasswordFile_IsReadWithoutItsLineEnd()
    {
        _folder.Add("secrets/rabbit", "s3cret \r\n");

        var found = Database($"queues: {{url: 'amqp://u@h', password_file: secrets/rabbit}}{Other}");

        Assert.Equal("s3cret ", found.Broker!.Password);
    }

    [Fact]
    public void Servers_Tls_HoldsWhatTheFilesSay()
    {
        FullFiles.Prepare(_folder);
        var found = Database("queues: {url: 'amqps://u@h', tls: {ca: cert.pem, server_name: rabbit.example, certificate: cert.pem, key: key.pem}}, membership: 'zookeepers://h'");
        var certificate = File.ReadAllText(Path.Combine(_folder.Path, "cert.pem"));
        Assert.Equal(
            new ServerTlsSpec { Authorities = certificate, ServerName = "rabbit.example", Certificate = certificate, Key = File.ReadAllText(Path.Combine(_folder.Path, "key.pem")) },
            found.Broker!.Tls);
        Assert.Equal(new ServerTlsSpec(), found.Ensemble!.Tls);
        Assert.DoesNotContain("KEY", $"{found.Broker} {found.Broker.Tls}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{url: 'amqp://u@h', tls: {ca: cert.pem}}", "the address asks for no TLS")]
    [InlineData("{url: 'amqps://u@h', tls: {ca: absent}}", "there is no file")]
    [InlineData("{url: 'amqps://u@h', tls: {ca: key.pem}}", "{folder}/key.pem holds no certificate")]
    [InlineData("{url: 'amqps://u@h', tls: {server_name: 'a b'}}", "'a b' is not a name")]
    [InlineData("{url: 'amqps://u@h', tls: {certificate: cert.pem}}", "it has no key")]
    [InlineData("{url: 'amqps://u@h', tls: {key: key.pem}}", "it has no certificate")]
    [InlineData("{url: 'amqps://u@h', tls: {certificate: cert.pem, key: cert.pem}}", "certificate and key cannot be used together")]
    public void Servers_BadTls_IsOneFault(string queues, string message)
    {
        FullFiles.Prepare(_folder);

        Fault($"queues: {queues}{Other}", message.Replace("{folder}", _folder.Path));
    }

    [Fact]
    public void Servers_Embedded_AreNone()
    {
        var found = Database("queues: embedded, membership: embedded");

        Assert.Equal((null, null), (found.Broker, found.Ensemble));
    }

    [Theory]
    [InlineData("amqp://h:0/v", "'h:0' are not hosts")]
    [InlineData("amqp://u:secret@a,,b/v", "'a,,b' are not hosts")]
    [InlineData("amqp://u:secret@a b/v", "'a b' are not hosts")]
    [InlineData("amqp://u@h/a/b", "'a/b' is not a virtual host")]
    [InlineData("http://u:secret@h", "it is not the address of a broker")]
    [InlineData("amqp://u:secret@h?x=1", "it is not the address of a broker")]
    [InlineData("amqp://@h", "it is not the address of a broker")]
    [InlineData("amqp://", "it is not the address of a broker")]
    [InlineData("rabbit", "it is not the address of a broker")]
    public void Queues_BadAddress_IsOneFaultWithoutThePassword(string url, string message) => Fault($"queues: '{url}'{Other}", message);

    [Theory]
    [InlineData("zookeeper://h/a//b", "'/a//b' is not the path of a node")]
    [InlineData("zookeeper://h/..", "'/..' is not the path of a node")]
    [InlineData("zookeeper://h/zookeeper/x", "'/zookeeper/x' is not the path of a node")]
    [InlineData("zookeeper://h:x", "'h:x' are not hosts")]
    [InlineData("zookeeper://h/a\U0001F600", "'/a\U0001F600' is no path of a node: it has a character")]
    [InlineData("zookeeper://h/a\ue000", "'/a\ue000' is no path of a node: it has a character")]
    [InlineData("zookeeper://a%3Ab:secret@h", "The user is empty or has a colon")]
    [InlineData("amqp://u:secret@h", "it is not the address of an ensemble")]
    public void Membership_BadAddress_IsOneFaultWithoutThePassword(string url, string message) => Fault($"queues: 'amqp://u@h', membership: '{url}'", message);

    [Theory]
    [InlineData("absent", "there is no file")]
    [InlineData(".", "{folder} cannot be read")]
    [InlineData("empty", "{folder}/empty is empty")]
    public void Servers_BadPasswordFile_IsOneFault(string file, string message)
    {
        _folder.Add("empty", "\n");

        Fault($"queues: {{url: 'amqp://u@h', password_file: {file}}}{Other}", message.Replace("{folder}", _folder.Path));
    }

    private DatabaseSpec Database(string settings)
    {
        var reading = _folder.Read(Text(settings));
        Assert.Empty(reading.Faults);
        return Assert.Single(reading.Spec!.Databases);
    }

    private void Fault(string settings, string message)
    {
        var fault = Assert.Single(_folder.Read(Text(settings)).Faults);
        Assert.StartsWith(message, fault.Message);
        Assert.NotNull(fault.Remedy);
        Assert.DoesNotContain("secret", fault.Message + fault.Remedy);
    }

    private static string Text(string settings) => $"name: shop\ndatabases: {{main: {{{settings}}}}}";
}
