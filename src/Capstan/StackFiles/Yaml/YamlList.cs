namespace Capstan.StackFiles.Yaml;

/// <summary>A list.</summary>
internal sealed record YamlList(YamlPlace Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place)
{
    /// <inheritdoc />
    public override string Kind => "a list";
}
