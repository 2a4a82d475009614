using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Sections;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Overrides;

/// <summary>Carries one override down the tree along its path.</summary>
internal sealed class OverrideStep(YamlPlace place, YamlNode value, FaultList faults)
{
    /// <summary>The node with the value set below it; the node itself when the path leads nowhere, which then is a fault.</summary>
    /// <param name="node">The node; null where the file has nothing yet.</param>
    /// <param name="keys">What may be below it.</param>
    /// <param name="rest">The path from here.</param>
    /// <param name="done">The path to here.</param>
    public YamlNode Into(YamlNode? node, KeySection keys, string rest, string done)
    {
        // Variables' names may hold dots, so nothing below such a map is split.
        var splits = !keys.AnyKey || keys.Each is not null;
        var dot = splits ? rest.IndexOf('.') : -1;
        var key = dot < 0 ? rest : rest[..dot];
        var map = MapOf(node, keys, key);
        if (!IsKnown(map, keys, key, done))
            return map;
        var below = keys.AnyKey ? keys.Each : keys.Keys[key];
        if (dot < 0)
            return map.With(new YamlEntry(new YamlText(place, key, Quoted: false), value));
        if (below is null)
        {
            faults.Add(done + key, place, $"unknown: '{key}' has no keys below it", $"set it as a whole, such as --set {done}{key}=…");
            return map;
        }

        var current = map.Find(key);
        if (current is { Value: YamlText { IsEmpty: false } })
            return map;
        var changed = Into(current?.Value, below, rest[(dot + 1)..], $"{done}{key}.");
        return map.With(new YamlEntry(current?.Key ?? new YamlText(place, key, Quoted: false), changed));
    }

    private YamlMap MapOf(YamlNode? node, KeySection keys, string key)
    {
        if (node is YamlMap map)
            return map;

        // Variables may be listed as NAME=value; they become a map so that one of them can be set.
        var assignments = keys.AnyKey && node is YamlList list ? list.Items.OfType<YamlText>() : [];
        var entries = assignments
            .Select(item => (item, Parts: item.Text.Split('=', 2)))
            .Where(pair => pair.Parts.Length == 2 && pair.Parts[0] != key)
            .Select(pair => new YamlEntry(pair.item with { Text = pair.Parts[0] }, pair.item with { Text = pair.Parts[1], Quoted = true }));
        return new YamlMap(place, [.. entries]);
    }

    private bool IsKnown(YamlMap map, KeySection keys, string key, string done)
    {
        // A chosen name with keys below it (a service) must be there already; a variable may be new.
        IEnumerable<string> known = keys.AnyKey ? map.Entries.Select(entry => entry.Name) : keys.Keys.Keys;
        if ((keys.AnyKey && keys.Each is null && key.Length > 0) || known.Contains(key))
            return true;
        var what = keys.AnyKey ? $"unknown: the file has no '{key}'" : $"unknown key '{key}'";
        var near = NearestWord.Of(key, known);
        var remedy = near is null ? $"known here: {string.Join(", ", known)}" : null;
        faults.Add(done + key, place, near is null ? what : $"{what}; did you mean '{near}'?", remedy);
        return false;
    }
}
