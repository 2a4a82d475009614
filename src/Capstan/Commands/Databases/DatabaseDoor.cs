using System.CommandLine;
using Capstan.Client;

namespace Capstan.Commands.Databases;

/// <summary>The way into one database for one command: its client, and the admin API of its stack where it has one here.</summary>
internal sealed class DatabaseDoor : IDisposable
{
    /// <summary>Takes over the clients and disposes of them.</summary>
    public DatabaseDoor(string name, DatabaseClientOptions options, AdminClient? admin, StackPlace? place)
    {
        (Name, Address, Admin, Place) = (name, options.Address, admin, place);
        Client = new DatabaseClient(options);
    }

    /// <summary>Name of the database; host and port where only its URL is known.</summary>
    public string Name { get; }

    /// <summary>Where its API is.</summary>
    public Uri Address { get; }

    /// <summary>Speaks to its API, with the admin token where there is one.</summary>
    public DatabaseClient Client { get; }

    /// <summary>Speaks to the admin API of its stack; null for a database that was named by its URL.</summary>
    public AdminClient? Admin { get; }

    /// <summary>Its stack; null for a database that was named by its URL.</summary>
    public StackPlace? Place { get; }

    /// <summary>
    /// Opens the door to the chosen database, does the work behind it and closes it. What keeps it shut, and what the database
    /// refuses, is written with the remedy.
    /// </summary>
    /// <param name="choice">The options of the command.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">The world.</param>
    /// <param name="work">The work; gives the exit code.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="tune">Changes the client's options, its deadline for example; null leaves them.</param>
    /// <returns>The work's exit code, or the one that says why it was not done.</returns>
    public static async Task<int> UseAsync(
        DatabaseChoice choice, ParseResult parsed, CliContext context, Func<DatabaseDoor, Task<int>> work, CancellationToken cancellationToken,
        Func<DatabaseClientOptions, DatabaseClientOptions>? tune = null)
    {
        var (door, code) = await DatabaseDoorFinder.OpenAsync(choice, parsed, context, tune ?? (options => options), cancellationToken);
        if (door is null)
            return code;
        using (door)
        {
            try
            {
                return await work(door);
            }
            catch (DatabaseException refused)
            {
                foreach (var line in DatabaseFault.Lines(refused, door, context))
                    await context.Console.Error.WriteLineAsync(line);
                return ExitCodes.Failed;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Client.Dispose();
        Admin?.Dispose();
    }
}
