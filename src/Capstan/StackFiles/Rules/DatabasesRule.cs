using System.Net;
using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Rules;

/// <summary>The settings of a database fit each other, its name is its own, and its workers are child processes.</summary>
internal sealed class DatabasesRule : IStackRule
{
    /// <inheritdoc />
    public IEnumerable<Breach> Check(StackSpec stack, Func<string, bool> isWritten)
    {
        if (stack.Databases.Count > 0 && stack.Runtime == RuntimeKind.Docker)
            yield return new Breach("databases", "a database needs 'runtime: process' in this version", "use 'runtime: process', or move the database to a stack of its own") { RestsOn = ["runtime"] };
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

            foreach (var breach in Scale(database, path, isWritten))
                yield return breach;
        }
    }

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
