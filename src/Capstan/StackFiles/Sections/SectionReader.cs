using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>
/// Reads the settings of one map. Unknown keys are faults as soon as it is made; a value that cannot be read is a fault, and its
/// default goes on in its place so that the rest is looked at too.
/// </summary>
internal sealed class SectionReader
{
    private readonly KeySection _keys;
    private readonly YamlMap _map;

    /// <summary>Opens a map.</summary>
    /// <param name="context">What all parts share.</param>
    /// <param name="map">The map.</param>
    /// <param name="path">Its path; empty for the file itself.</param>
    /// <param name="keys">Its known keys.</param>
    public SectionReader(ReadContext context, YamlMap map, string path, KeySection keys)
    {
        Context = context;
        Path = path;
        _map = map;
        _keys = keys;
        foreach (var entry in map.Entries)
        {
            if (keys.AnyKey || keys.Keys.ContainsKey(entry.Name))
                context.Note(PathOf(entry.Name), entry.Place);
            else if (path.Length > 0 || !entry.Name.StartsWith("x-"))
                Unknown(entry);
        }
    }

    /// <summary>What all parts share.</summary>
    public ReadContext Context { get; }

    /// <summary>Path of the map.</summary>
    public string Path { get; }

    /// <summary>The keys in the order of the file.</summary>
    public IEnumerable<YamlEntry> Entries => _map.Entries;

    /// <summary>Path of a key.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Whether a key was written.</summary>
    public bool Has(string key) => _map.Find(key) is not null;

    /// <summary>Whether a key is simply not there: neither written nor, by the look of it, misspelt.</summary>
    public bool Lacks(string key) => !Has(key) && !Context.Faults.Doubts(PathOf(key));

    /// <summary>The entry of a known key; null when it was not written, or empty, which then is a fault.</summary>
    public YamlEntry? Entry(string key)
    {
        if (!_keys.AnyKey && !_keys.Keys.ContainsKey(key))
            throw new ArgumentException($"'{key}' is not among the known keys of this map.", nameof(key));
        var entry = _map.Find(key);
        if (entry?.Value is not YamlText { IsEmpty: true })
            return entry;
        Context.Faults.Add(PathOf(key), entry.Place, "it has no value", "write one, or remove the key");
        return null;
    }

    /// <summary>A single value.</summary>
    public T? Value<T>(string key, T? fallback, Form<T> form) =>
        Entry(key) is { } entry && Single(Context, PathOf(key), entry.Value, form) is { Fault: null } formed ? formed.Value : fallback;

    /// <summary>A list of single values.</summary>
    public IReadOnlyList<T> Values<T>(string key, Form<T> form)
    {
        List<T> values = [];
        foreach (var (path, node) in Items(key))
        {
            if (Single(Context, path, node, form) is { Fault: null } formed)
                values.Add(formed.Value!);
        }

        return values;
    }

    /// <summary>The items of a list with their paths.</summary>
    public IEnumerable<(string Path, YamlNode Node)> Items(string key)
    {
        if (Entry(key) is not { } entry)
            yield break;
        if (entry.Value is not YamlList list)
        {
            var remedy = entry.Value is YamlText text ? $"write {key}: [{string.Join(", ", text.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))}]" : "begin each item with a dash";
            Context.Faults.Add(PathOf(key), entry.Place, $"a list is wanted here, not {entry.Value.Kind}", remedy);
            yield break;
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = $"{PathOf(key)}[{i}]";
            Context.Note(path, list.Items[i].Place);
            yield return (path, list.Items[i]);
        }
    }

    /// <summary>A map with known keys; null when it was not written or is no map.</summary>
    public SectionReader? Section(string key)
    {
        if (Entry(key) is not { } entry)
            return null;
        var below = (_keys.AnyKey ? _keys.Each : _keys.Keys[key]) ?? throw new ArgumentException($"'{key}' has no keys below it.", nameof(key));
        if (entry.Value is YamlMap map)
            return new SectionReader(Context, map, PathOf(key), below);
        var known = below.AnyKey ? "write name: value below it" : $"the keys below it are {string.Join(", ", below.Keys.Keys)}";
        Context.Faults.Add(PathOf(key), entry.Place, $"a map is wanted here, not {entry.Value.Kind}", known);
        return null;
    }

    /// <summary>Reads a node that must be a single value.</summary>
    public static Formed<T>? Single<T>(ReadContext context, string path, YamlNode node, Form<T> form)
    {
        if (node is not YamlText text)
        {
            context.Faults.Add(path, node.Place, $"a single value is wanted here, not {node.Kind}", "put quotes around a text that contains braces or brackets");
            return null;
        }

        if (context.Filled(path, text) is not { } filled)
            return null;
        var formed = form(filled);
        if (formed.Fault is { } fault)
            context.Faults.Add(path, text.Place, fault, formed.Remedy);
        return formed;
    }

    private void Unknown(YamlEntry entry)
    {
        var path = PathOf(entry.Name);
        if (NearestWord.Of(entry.Name, _keys.Keys.Keys) is { } near)
        {
            Context.Faults.Add(path, entry.Key.Place, $"unknown key; did you mean '{near}'?", null);
            Context.Faults.Doubt(PathOf(near));
        }
        else
        {
            Context.Faults.Add(path, entry.Key.Place, "unknown key", $"the keys known here are {string.Join(", ", _keys.Keys.Keys)}");
        }
    }
}
