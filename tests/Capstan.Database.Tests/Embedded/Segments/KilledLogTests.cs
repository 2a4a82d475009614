using System.Diagnostics;
using Capstan.Database.Log;
using Capstan.Testing.Runtimes;

namespace Capstan.Database.Tests.Embedded.Segments;

public sealed class KilledLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 120_000)]
    public async Task Kill_UnderLoad_EverythingThatAReaderHadSeenIsThere()
    {
        var seen = new SortedDictionary<long, string>();
        for (var round = 1; round <= 5; round++)
        {
            await RunAsync(seen, seen.Count + 300 * round);
            using var log = LogUnderTest.Open(_folder.Path, tailBytes: 0);
            var there = log.ReadAll().ToDictionary(entry => entry.Position, entry => Digest.Of(entry.Payload).ToString());
            Assert.Equal(Enumerable.Range(1, there.Count).Select(position => (long)position), there.Keys.Order());
            Assert.All(seen, message => Assert.Equal(message.Value, there[message.Key]));
        }
    }

    /// <summary>Lets a process append and read until so many messages were seen, kills it in the middle, and takes what it had told by then.</summary>
    private async Task RunAsync(SortedDictionary<long, string> seen, int count)
    {
        var info = new ProcessStartInfo("dotnet", [ProcessHostProgram.Path, "log", _folder.Path]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
            {
                // The last line may be torn by the kill.
                if (line.Split(' ') is [var position, { Length: Digest.Size * 2 } digest])
                    seen[long.Parse(position)] = digest;
                if (seen.Count == count && !process.HasExited)
                    process.Kill();
            }

            await process.WaitForExitAsync(Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        Assert.True(seen.Count >= count);
    }
}
