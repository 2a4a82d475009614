namespace Capstan.Bench.Reports;

/// <summary>The page of figures; the part between two markers belongs to the bench, the text around it to people.</summary>
internal static class BenchmarkPage
{
    /// <summary>Puts <paramref name="text"/> between the markers of a part.</summary>
    /// <exception cref="BenchException">The page lacks the markers.</exception>
    public static void Replace(string part, string text)
    {
        var path = Repository.At("docs", "benchmarks.md");
        var page = File.ReadAllText(path);
        var (begin, end) = ($"<!-- begin {part} -->\n", $"<!-- end {part} -->");
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = page.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new BenchException($"{path} has no lines '{begin.Trim()}' and '{end}'; put them where the figures of '{part}' belong.");
        File.WriteAllText(path, $"{page[..(from + begin.Length)]}{text}\n{page[to..]}");
    }
}
