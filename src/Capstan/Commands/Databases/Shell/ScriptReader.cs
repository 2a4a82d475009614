using System.Runtime.CompilerServices;
using System.Text;
using Capstan.Client;

namespace Capstan.Commands.Databases.Shell;

/// <summary>Reads the statements and dot commands of a script as its lines come.</summary>
/// <param name="reader">The script.</param>
/// <param name="placeOf">Tells the place of a line by its number, 1 the first.</param>
internal sealed class ScriptReader(TextReader reader, Func<int, string> placeOf)
{
    // Far above what a database takes in one request.
    private const int Longest = 16 * 1024 * 1024;

    private readonly StringBuilder _pending = new();
    private int _line;

    /// <summary>Where the text begins that has no semicolon at its end yet; of meaning after the last part.</summary>
    public string? OpenEnd { get; private set; }

    /// <summary>The parts, each as soon as it is whole.</summary>
    /// <exception cref="InvalidDataException">A statement is longer than any that a database takes.</exception>
    public async IAsyncEnumerable<ShellPart> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = 1;
        while (await NextAsync(cancellationToken) is { } line)
        {
            _line++;
            if (_pending.Length == 0)
            {
                first = _line;
                if (IsBlank(line))
                    continue;
            }

            _pending.Append(line).Append('\n');
            if (_pending.Length > Longest)
                throw new InvalidDataException($"{placeOf(first)}: a statement that begins here has no end within {Longest / 1024 / 1024} MiB.");
            // Whether a text is whole is asked only where it can be.
            var isDot = first == _line && ShellText.IsDot(line);
            if (!isDot && (!line.Contains(';') || !SqlText.IsComplete(_pending.ToString())))
                continue;
            var begin = first;
            var text = _pending.ToString();
            _pending.Clear();
            foreach (var part in ShellText.Parts(text, lines => placeOf(begin + lines)))
                yield return part;
        }

        foreach (var part in ShellText.Parts(_pending.ToString(), lines => placeOf(first + lines)))
        {
            if (part.IsEnded)
                yield return part;
            else
                OpenEnd = part.Place;
        }
    }

    private static bool IsBlank(string line) => line.AsSpan().TrimStart() is [] or ['-', '-', ..];

    // Standard input cannot be given up while it is read; whoever waits for it can.
    private Task<string?> NextAsync(CancellationToken cancellationToken) =>
        Task.Run(() => reader.ReadLineAsync(cancellationToken).AsTask(), cancellationToken).WaitAsync(cancellationToken);
}
