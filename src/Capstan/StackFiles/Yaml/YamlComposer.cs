using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Capstan.StackFiles.Yaml;

/// <summary>
/// Makes the tree of a YAML text with the place of every value. Aliases share the node they name, merge keys are carried out,
/// and what is wrong with the YAML itself goes into the fault list.
/// </summary>
internal sealed class YamlComposer
{
    // Far deeper than any key of a stack file, and shallow enough for the stack of any thread.
    private const int DeepestNesting = 50;

    private readonly FaultList _faults;
    private readonly string? _override;
    private readonly YamlEvents _events;
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly YamlMerge _merge;

    private YamlComposer(string text, FaultList faults, string? overrideText)
    {
        _faults = faults;
        _override = overrideText;
        _events = new YamlEvents(text);
        _merge = new YamlMerge(faults);
    }

    /// <summary>Reads one document; null when it is empty, or broken, which then is a fault.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="overrideText">The <c>--set</c> that the text belongs to; it takes the place of line and column.</param>
    public static YamlNode? Compose(string text, FaultList faults, string? overrideText = null)
    {
        var composer = new YamlComposer(text, faults, overrideText);
        try
        {
            return composer.Document();
        }
        catch (YamlException broken)
        {
            var place = composer.PlaceOf(broken.Start);
            faults.Add("", place, $"not valid YAML: {Sentence(broken.Message)}", Remedy(text, place.Line));
            return null;
        }
    }

    private static string Remedy(string text, int line) => text.Split('\n').ElementAtOrDefault(line - 1)?.Contains("${") == true
        ? "put quotes around ${NAME} inside brackets and braces, such as [\"${NAME}\"]"
        : "mind indentation, quotes and brackets at this line and the one before";

    private YamlNode? Document()
    {
        Next<StreamStart>();
        if (_events.Current is StreamEnd)
            return null;
        Next<DocumentStart>();
        var root = Node(0);
        Next<DocumentEnd>();
        if (_events.Current is DocumentStart second)
            _faults.Add("", PlaceOf(second.Start), "a second document begins here", "a stack file is one document; remove the '---' and what follows");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var current = _events.Current ?? throw new YamlException("the text ends too early");
        if (depth > DeepestNesting)
            throw new YamlException(current.Start, current.End, $"values are nested deeper than {DeepestNesting} levels");
        if (current is AnchorAlias alias)
            return Alias(alias);
        var anchor = current is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor.Value : null;
        YamlNode node = current switch
        {
            Scalar scalar => Text(scalar),
            SequenceStart => List(depth),
            MappingStart => Map(depth),
            _ => throw new YamlException(current.Start, current.End, "a value was expected here"),
        };
        if (anchor is not null)
            _anchors[anchor] = node;
        return node;
    }

    private YamlNode Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlException(alias.Start, alias.End, $"the alias '*{alias.Value.Value}' names no anchor above it");
        _events.Move();
        return node;
    }

    private YamlText Text(Scalar scalar)
    {
        _events.Move();
        return new YamlText(PlaceOf(scalar.Start), scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private YamlList List(int depth)
    {
        var place = PlaceOf(Next<SequenceStart>().Start);
        List<YamlNode> items = [];
        while (_events.Current is not SequenceEnd)
            items.Add(Node(depth + 1));
        _events.Move();
        return new YamlList(place, items);
    }

    private YamlMap Map(int depth)
    {
        var place = PlaceOf(Next<MappingStart>().Start);
        List<YamlEntry> entries = [];
        Dictionary<string, YamlPlace> seen = [];
        while (_events.Current is not MappingEnd)
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not YamlText name)
                _faults.Add("", key.Place, $"a key must be a single word, not {key.Kind}", "put quotes around a value that contains braces or brackets");
            else if (!seen.TryAdd(name.Text, name.Place))
                _faults.Add("", name.Place, $"the key '{name.Text}' is already there at line {seen[name.Text].Line}", "keep one of the two");
            else
                entries.Add(new YamlEntry(name, value));
        }

        _events.Move();
        return new YamlMap(place, _merge.CarryOut(entries));
    }

    private T Next<T>()
        where T : ParsingEvent
    {
        // The parser stands before its first event until it is moved once.
        if (_events.Current is null)
            _events.Move();
        if (_events.Current is not T wanted)
            throw new YamlException("the text ends too early");
        _events.Move();
        return wanted;
    }

    private YamlPlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column, _override);

    private static string Sentence(string message)
    {
        var text = message.Trim().TrimEnd('.');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "it cannot be parsed";
    }
}
