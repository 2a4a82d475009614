namespace Capstan.StackFiles.Sections;

/// <summary>
/// The keys that one map of a stack file may have. A key whose value is a map with known keys has a section of its own; a map whose
/// keys the user chooses (services, environment) says so by <see cref="AnyKey"/>.
/// </summary>
internal sealed class KeySection
{
    private KeySection(IReadOnlyDictionary<string, KeySection?> keys, bool anyKey, KeySection? each)
    {
        Keys = keys;
        AnyKey = anyKey;
        Each = each;
    }

    /// <summary>The known keys, in the order of the reference page; empty when the user chooses them.</summary>
    public IReadOnlyDictionary<string, KeySection?> Keys { get; }

    /// <summary>Whether the user chooses the keys.</summary>
    public bool AnyKey { get; }

    /// <summary>What is below each key that the user chooses; null for single values.</summary>
    public KeySection? Each { get; }

    /// <summary>A map with these keys.</summary>
    public static KeySection Of(params ReadOnlySpan<(string Key, KeySection? Below)> keys)
    {
        var known = new OrderedDictionary<string, KeySection?>();
        foreach (var (key, below) in keys)
            known.Add(key, below);
        return new KeySection(known, anyKey: false, each: null);
    }

    /// <summary>A map whose keys the user chooses.</summary>
    public static KeySection Chosen(KeySection? each = null) => new(new Dictionary<string, KeySection?>(), anyKey: true, each);

    /// <summary>All keys below as paths; a key that the user chooses is shown as <c>&lt;name&gt;</c>.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        IEnumerable<(string Key, KeySection? Below)> shown = AnyKey ? [("<name>", Each)] : Keys.Select(pair => (pair.Key, pair.Value));
        foreach (var (key, below) in shown)
        {
            yield return prefix + key;
            foreach (var path in below?.Paths(prefix + key + ".") ?? [])
                yield return path;
        }
    }
}
