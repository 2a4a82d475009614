using System.Net;
using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Rules;

/// <summary>The settings of a database fit each other, its name is its own, and its workers reach what it runs on.</summary>
internal sealed class DatabasesRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        foreach (var database in stack.Databases)
        {
            var path = $"databases.{database.Name}";
            if (stack.Services.Any(service => service.Name == database.Name))
                yield return new Breach(path, $"a service is named '{database.Name}', too", "give the database a name of its own");
            if (database.IsOpen && !IsLoopback(database.Listen.Host))
                yield return new Breach($"{path}.open", $"everybody who reaches {database.Listen} could read, change and crash the database", "listen on 127.0.0.1, or remove 'open'") { RestsOn = [$"{path}.listen"] };
            if (database.Hang <= database.Session)
            {
                yield return new Breach(
                    isWritten($"{path}.hang") ? $"{path}.hang" : $"{path}.session",
                    $"hang ({Durations.Text(database.Hang)}) is not longer than session ({Durations.Text(database.Session)})", "let hang be longer than session")
                { RestsOn = [$"{path}.hang", $"{path}.session"] };
            }

            foreach (var breach in Servers(database, path))
                yield return breach;
            foreach (var breach in stack.Runtime == RuntimeKind.Docker ? Containers(database, path) : [])
                yield return breach;
            foreach (var breach in Scale(database, path, isWritten))
                yield return breach;
        }
    }

    private static IEnumerable<Breach> Servers(DatabaseSpec database, string path)
    {
        if ((database.Broker is null) != (database.Ensemble is null))
        {
            var (has, lacks, example) = database.Broker is null ? ("membership", "queues", "amqp://user@host/vhost") : ("queues", "membership", "zookeeper://host:2181/path");
            yield return new Breach($"{path}.{has}", $"it runs on servers and {lacks} does not", $"write {lacks}: {example}, too, or let both be embedded")
            {
                RestsOn = [$"{path}.{has}", $"{path}.{lacks}"],
            };
        }

        if (database.Broker is { User: "guest" } broker && broker.Hosts.FirstOrDefault(host => !IsLoopback(host.Host)) is { Host: { } far })
            yield return new Breach($"{path}.queues", $"a broker lets its user guest in from its own machine alone, and {far} is another", "make a user for this database and name it: amqp://user@host/vhost");
        if (database.Ensemble is { User: null, Password: not null })
            yield return new Breach($"{path}.membership", "it has a password and no user", "name the user: zookeeper://user@host:2181/path");
        if (database.Ensemble is { User: not null, Password: null })
            yield return new Breach($"{path}.membership", "it has a user and no password", "add 'password_file', or write zookeeper://user:${PASSWORD}@host:2181/path");
    }

    /// <summary>Workers in containers find neither a socket of this process nor the servers of its own loopback.</summary>
    private static IEnumerable<Breach> Containers(DatabaseSpec database, string path)
    {
        if (database is { Broker: null, Ensemble: null })
        {
            yield return new Breach(
                path, "its workers are containers, which do not reach queues and membership inside Capstan",
                "set 'queues' to a RabbitMQ broker and 'membership' to a ZooKeeper ensemble, or use 'runtime: process'")
            { RestsOn = ["runtime", $"{path}.queues", $"{path}.membership"] };
        }

        foreach (var (key, host) in Loopbacks("queues", database.Broker?.Hosts).Concat(Loopbacks("membership", database.Ensemble?.Hosts)))
            yield return new Breach($"{path}.{key}", $"for its workers, which are containers, {host.Host} is their own container", "name the server by an address that containers reach") { RestsOn = ["runtime"] };
    }

    private static IEnumerable<(string Key, HostPort Host)> Loopbacks(string key, IReadOnlyList<HostPort>? hosts) =>
        (hosts ?? []).Where(host => IsLoopback(host.Host)).Take(1).Select(host => (key, host));

    private static IEnumerable<Breach> Scale(DatabaseSpec database, string path, Func<string, bool> isWritten)
    {
        if (database.Scale is not { } scale)
            yield break;
        if (isWritten($"{path}.followers"))
            yield return new Breach($"{path}.followers", "'followers' is a fixed number and 'scale' changes it", "keep one of the two; 'scale.min' is the number to begin with");
        if (scale.Min > scale.Max)
        {
            yield return new Breach($"{path}.scale.{(isWritten($"{path}.scale.min") ? "min" : "max")}", $"min is {scale.Min} and max is {scale.Max}", "let min be at most max")
            {
                RestsOn = [$"{path}.scale.min", $"{path}.scale.max"],
            };
        }
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
