namespace Capstan.ZooKeeper.Checking;

/// <summary>What a server says of itself.</summary>
/// <param name="Server">Which one.</param>
/// <param name="Condition">How it answered.</param>
/// <param name="Version">Its version; null when it did not say.</param>
/// <param name="Detail">More in words; empty without.</param>
internal sealed record ServerReport(ZooKeeperAddress Server, ServerCondition Condition, Version? Version, string Detail)
{
    private const string VersionLine = "Zookeeper version:";

    /// <summary>Reads the answer to <c>srvr</c>.</summary>
    public static ServerReport Of(ZooKeeperAddress server, string answer)
    {
        var condition = answer switch
        {
            "" => ServerCondition.Silent,
            _ when answer.Contains("not in the whitelist") => ServerCondition.Mute,
            _ when answer.Contains("not currently serving") => ServerCondition.NotServing,
            _ when answer.Contains("Mode: read-only") => ServerCondition.ReadOnly,
            _ when answer.Contains("Mode: ") => ServerCondition.Serving,
            _ => ServerCondition.Foreign,
        };
        return new ServerReport(server, condition, ReadVersion(answer), "");
    }

    // "Zookeeper version: 3.8.0-5a02a05eddb59aee6ac762f7ea82e92a68eb9c0f, built on …"
    private static Version? ReadVersion(string answer)
    {
        var line = answer.Split('\n').FirstOrDefault(line => line.StartsWith(VersionLine));
        var digits = new string([.. (line ?? "")[(line is null ? 0 : VersionLine.Length)..].TrimStart().TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(digits.TrimEnd('.'), out var version) ? version : null;
    }
}
