using Capstan.Client;
using Capstan.Commands.Databases.Shell;

namespace Capstan.Tests.Commands.Databases;

/// <summary>A database that remembers what it was sent and answers as told.</summary>
internal sealed class FakeShellDatabase : IShellDatabase
{
    /// <summary>What was sent: <c>query LEVEL: …</c> or <c>execute: …</c>, statements parted by bars.</summary>
    public List<string> Sent { get; } = [];

    public List<string> Keys { get; } = [];

    public string Name => "main";

    public long Position { get; private set; } = 40;

    /// <summary>Answers a statement.</summary>
    public Func<string, ShellRows> Answer { get; set; } = _ => new ShellRows([], []);

    /// <summary>What the next request fails with.</summary>
    public Exception? Fault { get; set; }

    public Task<ShellAnswer> QueryAsync(IReadOnlyList<string> statements, ReadLevel level, CancellationToken cancellationToken) =>
        Task.FromResult(Take($"query {level}: ", statements, isWrite: false));

    public Task<ShellAnswer> ExecuteAsync(IReadOnlyList<string> statements, string key, CancellationToken cancellationToken)
    {
        Keys.Add(key);
        return Task.FromResult(Take("execute: ", statements, isWrite: true));
    }

    public Task<DatabaseState> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new DatabaseState
    {
        Database = Name,
        Trouble = "",
        Position = 42,
        Epoch = 3,
        Workers =
        [
            new WorkerState { Slot = 0, Pid = 601, IsLeader = true, IsReady = true, Applied = 42, Engine = "", Trouble = "" },
            new WorkerState { Slot = 1, Pid = 602, IsLeader = false, IsReady = true, Applied = 40, Engine = "", Trouble = "" },
        ],
        LogEnd = 9,
        LogBytes = 100,
        WritesWaiting = 1,
        ReadsWaiting = 0,
        DeadWrites = 0,
        Snapshots = [],
    });

    public string? RemedyFor(DatabaseException refused) => null;

    private ShellAnswer Take(string how, IReadOnlyList<string> statements, bool isWrite)
    {
        Sent.Add(how + string.Join(" | ", statements));
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        Position += isWrite ? 1 : 0;
        return new ShellAnswer(Position, [.. statements.Select(Answer)]);
    }
}
