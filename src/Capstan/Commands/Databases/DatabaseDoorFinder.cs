using System.CommandLine;
using Capstan.Client;
using Capstan.Control;
using Capstan.Control.Databases;
using Capstan.Hosting.Databases;

namespace Capstan.Commands.Databases;

/// <summary>Finds the database that a command line means, its address and its token.</summary>
internal static class DatabaseDoorFinder
{
    /// <summary>Opens the door; none, with the reason written and its exit code, when there is no such database or its stack does not run.</summary>
    /// <exception cref="AdminException">The running stack does not answer.</exception>
    /// <exception cref="IOException">A token's file cannot be read.</exception>
    public static async Task<(DatabaseDoor? Door, int Code)> OpenAsync(
        DatabaseChoice choice, ParseResult parsed, CliContext context, Func<DatabaseClientOptions, DatabaseClientOptions> tune, CancellationToken cancellationToken)
    {
        if (choice.Url(parsed) is { } url)
            return (AtUrl(url, choice.TokenFile(parsed), context, tune), ExitCodes.Ok);
        if (choice.Stack.Locate(parsed, context) is not { } place)
            return (null, ExitCodes.Usage);
        var admin = RunningStackFinder.Connect(place, context);
        if (admin is null)
            return (null, ExitCodes.NotRunning);
        try
        {
            var status = await admin.StatusAsync(cancellationToken);
            if (Find(status, choice.Name(parsed), place, context) is not { } database)
            {
                admin.Dispose();
                return (null, ExitCodes.Usage);
            }

            var token = DatabaseTokenFile.Read(Path.Combine(WorkerFolders.DatabaseFolder(place.StateFolder, database.Name), DatabaseTokens.FileName));
            var options = tune(new DatabaseClientOptions { Address = new Uri(database.Address), Token = token, Time = context.Time });
            return (new DatabaseDoor(database.Name, options, admin, place), ExitCodes.Ok);
        }
        catch
        {
            admin.Dispose();
            throw;
        }
    }

    private static DatabaseDoor AtUrl(Uri url, string? tokenFile, CliContext context, Func<DatabaseClientOptions, DatabaseClientOptions> tune)
    {
        var path = tokenFile is null ? null : Path.GetFullPath(tokenFile, context.CurrentFolder);
        var token = path is null ? null : DatabaseTokenFile.Read(path) ?? throw new IOException($"There is no token file {path}; check --token-file.");
        return new DatabaseDoor(url.Authority, tune(new DatabaseClientOptions { Address = url, Token = token, Time = context.Time }), null, null);
    }

    private static DatabaseStatus? Find(StackStatus status, string? name, StackPlace place, CliContext context)
    {
        var known = string.Join(", ", status.Databases.Select(database => database.Name));
        var found = name is not null ? status.Databases.FirstOrDefault(database => database.Name == name) : status.Databases is [var only] ? only : null;
        if (found is null)
        {
            context.Console.Error.WriteLine("capstan: " + (status.Databases.Count == 0
                ? $"the stack '{place.Name}' has no database; add one under 'databases:' in {place.File}, then: {Invitations.Line(place, context, "reload")}"
                : name is null ? $"the stack '{place.Name}' has several databases; name one with --database: {known}"
                : $"the stack '{place.Name}' has no database '{name}'; it has: {known}"));
        }

        return found;
    }
}
