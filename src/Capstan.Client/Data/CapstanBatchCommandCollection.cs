using System.Data.Common;

namespace Capstan.Client;

/// <summary>The commands of a batch, in order.</summary>
public sealed class CapstanBatchCommandCollection : DbBatchCommandCollection
{
    private readonly List<CapstanBatchCommand> _commands = [];

    internal CapstanBatchCommandCollection()
    {
    }

    /// <inheritdoc />
    public override int Count => _commands.Count;

    /// <inheritdoc />
    public override bool IsReadOnly => false;

    /// <inheritdoc />
    public override void Add(DbBatchCommand item) => _commands.Add(Own(item));

    /// <summary>Adds a command of a text.</summary>
    public CapstanBatchCommand Add(string commandText)
    {
        var command = new CapstanBatchCommand(commandText);
        _commands.Add(command);
        return command;
    }

    /// <inheritdoc />
    public override void Clear() => _commands.Clear();

    /// <inheritdoc />
    public override bool Contains(DbBatchCommand item) => IndexOf(item) >= 0;

    /// <inheritdoc />
    public override void CopyTo(DbBatchCommand[] array, int arrayIndex)
    {
        for (var at = 0; at < _commands.Count; at++)
            array[arrayIndex + at] = _commands[at];
    }

    /// <inheritdoc />
    public override IEnumerator<DbBatchCommand> GetEnumerator() => _commands.GetEnumerator();

    /// <inheritdoc />
    public override int IndexOf(DbBatchCommand item) => item is CapstanBatchCommand command ? _commands.IndexOf(command) : -1;

    /// <inheritdoc />
    public override void Insert(int index, DbBatchCommand item) => _commands.Insert(index, Own(item));

    /// <inheritdoc />
    public override bool Remove(DbBatchCommand item) => _commands.Remove(Own(item));

    /// <inheritdoc />
    public override void RemoveAt(int index) => _commands.RemoveAt(index);

    /// <summary>The commands as they are.</summary>
    internal IReadOnlyList<CapstanBatchCommand> All => _commands;

    /// <inheritdoc />
    protected override DbBatchCommand GetBatchCommand(int index) => _commands[index];

    /// <inheritdoc />
    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => _commands[index] = Own(batchCommand);

    private static CapstanBatchCommand Own(DbBatchCommand item) => item as CapstanBatchCommand
        ?? throw new InvalidCastException($"A command of this batch is a {nameof(CapstanBatchCommand)}, not a {item?.GetType().ToString() ?? "null"}.");
}
