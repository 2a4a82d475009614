using Capstan.Commands.Databases.Shell.Dots;
using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell.Completing;

/// <summary>Completes what is typed at a shell: dot commands with their arguments, and SQL.</summary>
/// <param name="dots">The dot commands.</param>
/// <param name="schema">Gives the names that are known now.</param>
internal sealed class ShellCompleter(IReadOnlyList<DotCommand> dots, Func<SchemaView> schema) : ICompleter
{
    /// <inheritdoc />
    public Completion Complete(string text, int cursor)
    {
        if (!ShellText.IsDot(text))
            return new SqlCompleter(schema()).Complete(text, cursor);
        var start = text.LastIndexOfAny([' ', '\t'], Math.Max(0, cursor - 1)) + 1;
        var prefix = text[start..cursor];
        var possible = start <= text.IndexOf('.') ? dots.Select(dot => dot.Name) : Arguments(text.TrimStart().Split(' ', '\t')[0]);
        return new Completion(start, [.. possible.Where(word => word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))]);
    }

    private IEnumerable<string> Arguments(string name) => dots.FirstOrDefault(dot => dot.Name == name) switch
    {
        { TakesTable: true } => schema().Tables.Keys.Order(StringComparer.OrdinalIgnoreCase),
        { } dot => dot.Choices,
        null => [],
    };
}
