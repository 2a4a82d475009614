using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>
/// Statements between BEGIN and COMMIT. A replicated log takes writes whole: there is no transaction that waits for somebody's next line,
/// so they are collected here and sent as one.
/// </summary>
internal sealed class StatementBlock
{
    private readonly List<string> _statements = [];

    /// <summary>What was collected.</summary>
    public IReadOnlyList<string> Statements => _statements;

    /// <summary>Whether all of them are reads.</summary>
    public bool OnlyReads { get; private set; } = true;

    /// <summary>Whether one of them defines.</summary>
    public bool Defines { get; private set; }

    /// <summary>Whether it takes no more.</summary>
    public bool IsFull => _statements.Count == DatabaseClient.MostStatements;

    /// <summary>Adds one.</summary>
    public void Add(ShellPart part)
    {
        _statements.Add(part.Text);
        OnlyReads &= part.Kind == SqlKind.Read;
        Defines |= part.Kind == SqlKind.Definition;
    }
}
