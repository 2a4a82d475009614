namespace Capstan.SystemTests.Servers;

/// <summary>The files of a stream in a broker's folder.</summary>
internal static class StreamFiles
{
    /// <summary>Takes bytes off the end of the newest segment, as a loss of power does to what was never flushed; the broker must be down.</summary>
    /// <returns>How many were taken.</returns>
    public static long Cut(ServersUnderTest servers, long bytes)
    {
        var newest = Segments(servers).Where(file => file.Length > 0).MaxBy(file => file.LastWriteTimeUtc)
            ?? throw new InvalidOperationException("The broker has no stream.");
        using var stream = newest.Open(FileMode.Open, FileAccess.Write);
        var cut = Math.Min(bytes, stream.Length);
        stream.SetLength(stream.Length - cut);
        return cut;
    }

    /// <summary>Whether the stream still has its first record: each segment is named by the first that it holds.</summary>
    public static bool HasBeginning(ServersUnderTest servers) => Segments(servers).Any(file => Path.GetFileNameWithoutExtension(file.Name).All(digit => digit == '0'));

    /// <summary>Where some bytes begin among all that the stream holds; null when they are not there.</summary>
    public static long? PlaceOf(ServersUnderTest servers, ReadOnlySpan<byte> bytes)
    {
        var before = 0L;
        foreach (var file in Segments(servers).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            // The broker has it open.
            using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) is >= 0 and var at)
                return before + at;
            before += content.Length;
        }

        return null;
    }

    // The folder of a stream is named by its virtual host, its queue and the moment of its declaration.
    private static IEnumerable<FileInfo> Segments(ServersUnderTest servers) =>
        new DirectoryInfo(servers.BrokerFolder).EnumerateFiles("*.segment", SearchOption.AllDirectories)
            .Where(file => file.Directory!.Name.StartsWith($"{servers.VirtualHost}_syncQ", StringComparison.Ordinal));
}
