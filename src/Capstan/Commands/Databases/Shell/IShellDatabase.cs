using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>The database that a shell works on. One statement after the other; what was seen stays seen.</summary>
internal interface IShellDatabase
{
    /// <summary>Its name, for the prompt.</summary>
    string Name { get; }

    /// <summary>The highest log position seen.</summary>
    long Position { get; }

    /// <summary>Reads, all statements from one state.</summary>
    /// <exception cref="DatabaseException">The database refuses, or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    Task<ShellAnswer> QueryAsync(IReadOnlyList<string> statements, ReadLevel level, CancellationToken cancellationToken);

    /// <summary>Writes and defines, all or nothing; at most once for a key, however often it is sent.</summary>
    /// <exception cref="DatabaseException">The database refuses, or does not answer.</exception>
    /// <exception cref="OperationCanceledException">The caller has given up; whether it is done is not known.</exception>
    Task<ShellAnswer> ExecuteAsync(IReadOnlyList<string> statements, string key, CancellationToken cancellationToken);

    /// <summary>How it is: who leads, how far everyone is, what waits.</summary>
    /// <exception cref="DatabaseException">The database refuses, or does not answer.</exception>
    Task<DatabaseState> StatusAsync(CancellationToken cancellationToken);

    /// <summary>What to do about a refusal; null when it says it all.</summary>
    string? RemedyFor(DatabaseException refused);
}
