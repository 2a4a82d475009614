namespace Capstan.StackFiles.Yaml;

/// <summary>A value of a stack file with its place. Never changed once made, so that aliases may share it.</summary>
internal abstract record YamlNode(YamlPlace Place)
{
    /// <summary>What a message calls it.</summary>
    public abstract string Kind { get; }
}
