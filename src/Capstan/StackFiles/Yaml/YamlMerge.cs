namespace Capstan.StackFiles.Yaml;

/// <summary>Carries out the merge key: <c>&lt;&lt;: *base</c> or <c>&lt;&lt;: [*one, *two]</c> adds the keys that a map does not have itself.</summary>
internal sealed class YamlMerge(FaultList faults)
{
    private const string MergeKey = "<<";

    /// <summary>The entries with every merge key replaced by what it brings; of several sources the first that has a key wins.</summary>
    public IReadOnlyList<YamlEntry> CarryOut(List<YamlEntry> entries)
    {
        var merges = entries.FindAll(IsMerge);
        if (merges.Count == 0)
            return entries;
        var result = entries.FindAll(entry => !IsMerge(entry));
        var known = result.Select(entry => entry.Name).ToHashSet();
        foreach (var source in merges.SelectMany(Sources))
        {
            foreach (var entry in source.Entries.Where(entry => known.Add(entry.Name)))
                result.Add(entry);
        }

        return result;
    }

    private static bool IsMerge(YamlEntry entry) => entry.Name == MergeKey && !entry.Key.Quoted;

    private IEnumerable<YamlMap> Sources(YamlEntry merge)
    {
        IEnumerable<YamlNode> named = merge.Value is YamlList list ? list.Items : [merge.Value];
        foreach (var node in named)
        {
            if (node is YamlMap map)
                yield return map;
            else
                faults.Add("", merge.Key.Place, $"'<<' merges maps, and this is {node.Kind}", "name an anchor of a map, such as '<<: *defaults'");
        }
    }
}
