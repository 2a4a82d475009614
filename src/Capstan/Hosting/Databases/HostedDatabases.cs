using Capstan.Control;
using Capstan.Control.Databases;
using Capstan.Core.Stacks;
using Capstan.Events;
using Microsoft.Extensions.Logging;

namespace Capstan.Hosting.Databases;

/// <summary>All databases of one stack.</summary>
internal sealed class HostedDatabases : IAsyncDisposable
{
    private readonly List<HostedDatabase> _all = [];

    /// <summary>What the controller needs of them, by name.</summary>
    public IReadOnlyDictionary<string, DatabaseParts> Parts => _all.ToDictionary(database => database.Name, database => database.Parts);

    /// <summary>Opens the engines of a stack; nothing stays open when one of them cannot be.</summary>
    public static async Task<HostedDatabases> OpenAsync(
        StackSpec stack, string stateFolder, WorkerPlaces places, TimeProvider time, CancellationToken cancellationToken)
    {
        var databases = new HostedDatabases();
        try
        {
            foreach (var spec in stack.Databases)
                databases._all.Add(await HostedDatabase.OpenAsync(spec, stateFolder, places, time, cancellationToken));
            return databases;
        }
        catch
        {
            await databases.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins to listen with every API.</summary>
    public async Task ListenAsync(StackController controller, IEventLog events, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        foreach (var database in _all)
            await database.ListenAsync(controller, events, loggers, cancellationToken);
    }

    /// <summary>Ends with a sentence when an engine can go on no longer; never ends otherwise.</summary>
    public async Task<string> FaultedAsync()
    {
        if (_all.Count == 0)
            return await new TaskCompletionSource<string>().Task;
        var faulted = await Task.WhenAny(_all.Select(database => database.Faulted));
        var name = _all.First(database => database.Faulted == faulted).Name;
        return $"Database '{name}' can go on no longer: {(await faulted).Message.TrimEnd('.')}. Nothing that was acknowledged is lost. "
            + "See that its disk works and has room, and start the stack again.";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _all)
            await database.DisposeAsync();
    }
}
