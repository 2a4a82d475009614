namespace Capstan.Bench.Forwarding;

/// <summary>The ports and the folder of one proxy.</summary>
internal sealed record ProxyPlace(string Folder, int Listen, int Backend)
{
    /// <summary>No environment beyond the bench's own.</summary>
    public IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the stack file asks for.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BENCH_LISTEN"] = $"{Listen}",
        ["BENCH_BACKEND"] = $"{Backend}",
    };

    public string Url => $"http://127.0.0.1:{Listen}/";

    /// <summary>Writes a configuration of <c>bench/forwarding</c> with the ports filled in; its path.</summary>
    public string Render(string file)
    {
        var text = File.ReadAllText(Repository.At("bench", "forwarding", file))
            .Replace("@LISTEN@", $"{Listen}", StringComparison.Ordinal)
            .Replace("@BACKEND@", $"{Backend}", StringComparison.Ordinal)
            .Replace("@FOLDER@", Folder, StringComparison.Ordinal);
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, text);
        return path;
    }
}
