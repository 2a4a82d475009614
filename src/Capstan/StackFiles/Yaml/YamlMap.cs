namespace Capstan.StackFiles.Yaml;

/// <summary>A map in the order of the file; keys are unique.</summary>
internal sealed record YamlMap(YamlPlace Place, IReadOnlyList<YamlEntry> Entries) : YamlNode(Place)
{
    /// <inheritdoc />
    public override string Kind => "a map";

    /// <summary>The entry of a key; null when it is not there.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Name == key);

    /// <summary>The same map with one key set, at its old place or at the end.</summary>
    public YamlMap With(YamlEntry changed)
    {
        var found = Find(changed.Name) is not null;
        return this with
        {
            Entries = found
                ? [.. Entries.Select(entry => entry.Name == changed.Name ? changed : entry)]
                : [.. Entries, changed],
        };
    }
}
