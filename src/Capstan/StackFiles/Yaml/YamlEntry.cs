namespace Capstan.StackFiles.Yaml;

/// <summary>One key of a map with its value.</summary>
internal sealed record YamlEntry(YamlText Key, YamlNode Value)
{
    /// <summary>The key's text.</summary>
    public string Name => Key.Text;

    /// <summary>Where a fault of this entry is shown: at a single value itself, at the key of anything larger or empty.</summary>
    public YamlPlace Place => Value is YamlText { IsEmpty: false } ? Value.Place : Key.Place;
}
