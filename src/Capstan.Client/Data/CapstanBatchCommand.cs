using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>A command of a <see cref="CapstanBatch"/>.</summary>
public sealed class CapstanBatchCommand : DbBatchCommand
{
    private string _text = "";
    private int _affected = -1;

    /// <summary>Without a text.</summary>
    public CapstanBatchCommand()
    {
    }

    /// <summary>With a text.</summary>
    public CapstanBatchCommand(string? commandText) => CommandText = commandText;

    /// <inheritdoc />
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set => _text = value ?? "";
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="ArgumentException">Another type is set.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new ArgumentException($"SQLite has no commands of type {value}; give the SQL as text.", nameof(value));
        }
    }

    /// <summary>Rows that it changed; -1 before it was done and for reads.</summary>
    public override int RecordsAffected => _affected;

    /// <inheritdoc />
    public override bool CanCreateParameter => true;

    /// <summary>Its values.</summary>
    public new CapstanParameterCollection Parameters { get; } = new();

    /// <summary>Whether the whole batch fails as <c>nothing_matched</c> when this, as a write, neither changes nor returns a row.</summary>
    public bool MustChange { get; set; }

    /// <inheritdoc />
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc />
    public override DbParameter CreateParameter() => new CapstanParameter();

    /// <summary>It was done.</summary>
    internal void Done(int affected) => _affected = affected;
}
