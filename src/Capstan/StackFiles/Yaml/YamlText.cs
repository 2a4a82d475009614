namespace Capstan.StackFiles.Yaml;

/// <summary>A single value; what type it has is decided by the key that it belongs to.</summary>
internal sealed record YamlText(YamlPlace Place, string Text, bool Quoted) : YamlNode(Place)
{
    /// <inheritdoc />
    public override string Kind => "a single value";

    /// <summary>Whether nothing was written, which is not the same as an empty text in quotes.</summary>
    public bool IsEmpty => !Quoted && Text is ("" or "~" or "null");
}
