using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>
/// Reads what a database runs on: <c>embedded</c>, the address of servers, or a map of their address, the file with the password and how TLS is
/// used.
/// </summary>
internal static class ServersReader
{
    /// <summary>The word for an engine inside Capstan.</summary>
    public const string Embedded = "embedded";

    /// <summary>The broker of queues and log; null for the embedded ones.</summary>
    public static BrokerSpec? Broker(SectionReader database)
    {
        var broker = Read(database, "queues", Servers.Broker, out var map);
        // Read in any case, so that every fault is told at once.
        var (password, tls) = (Password(map), Tls(map, "amqps://", broker is not { Tls: null }));
        return broker is null ? null : broker with { Password = password ?? broker.Password, Tls = tls ?? broker.Tls };
    }

    /// <summary>The ensemble of the membership; null for the embedded one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="usual">The node that is taken when the address names none.</param>
    public static EnsembleSpec? Ensemble(SectionReader database, string usual)
    {
        var ensemble = Read(database, "membership", Servers.Ensemble(usual), out var map);
        var (password, tls) = (Password(map), Tls(map, "zookeepers://", ensemble is not { Tls: null }));
        return ensemble is null ? null : ensemble with { Password = password ?? ensemble.Password, Tls = tls ?? ensemble.Tls };
    }

    private static T? Read<T>(SectionReader database, string key, Form<T> form, out SectionReader? map)
        where T : class
    {
        map = null;
        if (database.Entry(key) is not { Value: YamlMap })
            return database.Value<T>(key, null, text => text == Embedded ? default(Formed<T>) : form(text));
        map = database.Section(key)!;
        if (map.Lacks("url"))
            map.Context.Faults.Add(map.PathOf("url"), map.Context.PlaceOf(map.Path), "the servers have no address", $"write {key}: embedded, or give their url");
        return map.Value<T>("url", null, form);
    }

    private static string? Password(SectionReader? map) => map?.Value<string>("password_file", null, text => Password(map.Context.Folder, text));

    private static ServerTlsSpec? Tls(SectionReader? map, string encrypted, bool isEncrypted) =>
        map?.Section("tls") is { } section ? ServerTlsReader.Read(section, encrypted, isEncrypted) : null;

    private static Formed<string> Password(string folder, string text)
    {
        const string Remedy = "give the path of a file that holds the password alone; a relative one starts at the stack file's folder";
        var read = TextFile.Read(folder, text, Remedy);
        return read.Value is { } password ? password.TrimEnd('\r', '\n') : read;
    }
}
