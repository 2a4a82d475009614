using System.Globalization;
using Capstan.Cluster;
using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Forms;

/// <summary>
/// Servers that a database runs on, written as one URL with several hosts: <c>amqp://user@host:port,host/vhost</c>,
/// <c>zookeeper://user@host,host:port/path</c>; with TLS <c>amqps</c> and <c>zookeepers</c>. Faults never repeat a text that may hold a password.
/// </summary>
internal static class Servers
{
    private const string EncryptedBroker = "amqps";
    private const string EncryptedEnsemble = "zookeepers";

    /// <summary>A RabbitMQ broker.</summary>
    public static Formed<BrokerSpec> Broker(string text)
    {
        if (ServerUrl.Parse(text, "amqp", EncryptedBroker) is not { } url)
            return new Misshape("it is not the address of a broker", "write amqp://user@host/vhost (amqps:// with TLS; several hosts with commas between them), or embedded");
        var isEncrypted = url.Scheme == EncryptedBroker;
        if (Hosts(url, isEncrypted ? 5671 : 5672) is not { } hosts)
            return WrongHost(url);
        if (url.Path.Contains('/'))
            return new Misshape($"'{url.Path}' is not a virtual host", "write a slash within its name as %2F");
        var broker = new BrokerSpec { Hosts = hosts, Tls = isEncrypted ? new ServerTlsSpec() : null };
        return broker with
        {
            VirtualHost = url.Path.Length > 0 ? Uri.UnescapeDataString(url.Path) : broker.VirtualHost,
            User = url.User ?? broker.User,
            // A user of one's own has no password that could be guessed here; a broker refuses the empty one.
            Password = url.Password ?? (url.User is null ? broker.Password : ""),
        };
    }

    /// <summary>A ZooKeeper ensemble.</summary>
    /// <param name="usual">The node that is taken when the address names none.</param>
    public static Form<EnsembleSpec> Ensemble(string usual) => text =>
    {
        if (ServerUrl.Parse(text, "zookeeper", EncryptedEnsemble) is not { } url)
        {
            return new Misshape(
                "it is not the address of an ensemble", "write zookeeper://host:2181/path (zookeepers:// with TLS; several hosts with commas between them), or embedded");
        }

        var isEncrypted = url.Scheme == EncryptedEnsemble;
        if (Hosts(url, isEncrypted ? 2281 : 2181) is not { } hosts)
            return WrongHost(url);
        if (url.Path.Length > 0 && url.Path.Split('/').Any(part => part is "" or "." or ".." or "zookeeper"))
            return new Misshape($"'/{url.Path}' is not the path of a node", "write names with a slash between them, such as /capstan/shop/main");
        var ensemble = new EnsembleSpec
        {
            Hosts = hosts,
            Path = url.Path.Length > 0 ? "/" + url.Path : usual,
            User = url.User,
            Password = url.Password,
            Tls = isEncrypted ? new ServerTlsSpec() : null,
        };
        if (ServersCheck.FaultOf(ensemble) is { } fault)
            return new Misshape(fault.TrimEnd('.'), "write zookeeper://user:password@host:2181/path");
        return ensemble;
    };

    private static List<HostPort>? Hosts(ServerUrl url, int usual)
    {
        List<HostPort> all = [];
        foreach (var host in url.Hosts)
        {
            if (HostOf(host, usual) is not { } found)
                return null;
            all.Add(found);
        }

        return all;
    }

    private static HostPort? HostOf(string text, int usual)
    {
        var hasPort = text.LastIndexOf(':') > text.LastIndexOf(']');
        return HostPort.TryParse(hasPort ? text : text + ":" + usual.ToString(CultureInfo.InvariantCulture), out var value)
            && value.Port > 0 && text.Length > 0 && !text.StartsWith(':') && Uri.CheckHostName(value.Host) != UriHostNameType.Unknown ? value : null;
    }

    private static Misshape WrongHost(ServerUrl url) =>
        new($"'{string.Join(',', url.Hosts)}' are not hosts", "write host or host:port, an IPv6 address in brackets, with commas between several");
}
