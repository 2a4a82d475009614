using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>
/// Reads what a database runs on: <c>embedded</c>, the address of servers, or a map of their address and the file with the password.
/// </summary>
internal static class ServersReader
{
    /// <summary>The word for an engine inside Capstan.</summary>
    public const string Embedded = "embedded";

    /// <summary>The broker of queues and log; null for the embedded ones.</summary>
    public static BrokerSpec? Broker(SectionReader database) =>
        Read<BrokerSpec>(database, "queues", Servers.Broker, (broker, password) => broker with { Password = password });

    /// <summary>The ensemble of the membership; null for the embedded one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="usual">The node that is taken when the address names none.</param>
    public static EnsembleSpec? Ensemble(SectionReader database, string usual) =>
        Read(database, "membership", Servers.Ensemble(usual), (ensemble, password) => ensemble with { Password = password });

    private static T? Read<T>(SectionReader database, string key, Form<T> form, Func<T, string, T> withPassword)
        where T : class
    {
        if (database.Entry(key) is not { Value: YamlMap })
            return database.Value<T>(key, null, text => text == Embedded ? default(Formed<T>) : form(text));
        var section = database.Section(key)!;
        if (section.Lacks("url"))
            section.Context.Faults.Add(section.PathOf("url"), section.Context.PlaceOf(section.Path), "the servers have no address", $"write {key}: embedded, or give their url");
        var servers = section.Value<T>("url", null, form);
        var password = section.Value<string>("password_file", null, text => Password(section.Context.Folder, text));
        return servers is not null && password is not null ? withPassword(servers, password) : servers;
    }

    private static Formed<string> Password(string folder, string text)
    {
        const string Remedy = "give the path of a file that holds the password alone; a relative one starts at the stack file's folder";
        if (text.Contains('\0'))
            return new Misshape("a path holds no zero byte", "remove it");
        var path = Path.GetFullPath(text, folder);
        try
        {
            var password = File.ReadAllText(path).TrimEnd('\r', '\n');
            return password.Length > 0 ? password : new Misshape($"{path} is empty", Remedy);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Misshape(refused is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {path}" : $"{path} cannot be read", Remedy);
        }
    }
}
