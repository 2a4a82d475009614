using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Capstan.StackFiles.Yaml;

/// <summary>The events of a YAML text. Whatever is wrong with the text comes as a <see cref="YamlException"/> with its place.</summary>
internal sealed class YamlEvents
{
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    /// <summary>Stands before the first event.</summary>
    public YamlEvents(string text)
    {
        _scanner = new Scanner(new StringReader(text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    /// <summary>The event that it stands at; null before the first and after the last.</summary>
    public ParsingEvent? Current => _parser.Current;

    /// <summary>Goes to the next event; false after the last.</summary>
    public bool Move()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception unexpected) when (unexpected is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            // The parser gives up this way on some ordinary slips, such as a bracket that is never closed.
            var place = _scanner.CurrentPosition;
            throw new YamlException(place, place, "a bracket, brace or quote before this place is not closed, or a value is misplaced", unexpected);
        }
    }
}
