namespace Capstan.Bench.Forwarding;

/// <summary>Where one proxy runs.</summary>
/// <param name="Folder">What it writes goes here.</param>
/// <param name="Listen">Its port.</param>
/// <param name="Backend">The backend's port.</param>
internal sealed record ProxyPlace(string Folder, int Listen, int Backend)
{
    /// <summary>No environment beyond the bench's own.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The cores that it is pinned to, as <c>taskset</c> writes them; null for any.</summary>
    public string? Cores { get; init; }

    /// <summary>How many of them: a peer gets as many workers or threads.</summary>
    public int Workers => Cores?.Split(',').Length ?? 1;

    public string Url => $"http://127.0.0.1:{Listen}/";

    /// <summary>What the stack file asks for.</summary>
    /// <param name="plane">What serves the plain listener: <c>fast</c> or <c>general</c>.</param>
    public IReadOnlyDictionary<string, string> Environment(string plane) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BENCH_LISTEN"] = $"{Listen}",
        ["BENCH_BACKEND"] = $"{Backend}",
        ["BENCH_PLANE"] = plane,
        ["BENCH_FOLDER"] = Folder,
        ["BENCH_BACKEND_CORES"] = ForwardingBench.OtherCore,
    };

    /// <summary>Writes a configuration of <c>bench/forwarding</c> with the ports filled in; its path.</summary>
    public string Render(string file)
    {
        var text = File.ReadAllText(Repository.At("bench", "forwarding", file))
            .Replace("@LISTEN@", $"{Listen}", StringComparison.Ordinal)
            .Replace("@BACKEND@", $"{Backend}", StringComparison.Ordinal)
            .Replace("@WORKERS@", $"{Workers}", StringComparison.Ordinal)
            .Replace("@FOLDER@", Folder, StringComparison.Ordinal);
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
