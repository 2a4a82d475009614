using System.Formats.Tar;
using System.Security.Cryptography;
using Capstan.Containers;
using Capstan.Containers.Docker;
using Capstan.Testing.Runtimes;

namespace Capstan.Docker.Tests;

public sealed class PullTests : DockerTest
{
    private const int Size = 4 << 20;
    private readonly DockerImageStore _images = new(DockerLab.Engine);

    [Theory(Timeout = Deadline)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ensure_ImageInARegistry_IsPulledWithProgress(bool byDigest)
    {
        await using var registry = await RegistryAsync();
        var image = await PushedAsync(registry, byDigest);
        var progress = new Recorder();
        Assert.Null(await _images.EnsureAsync(image, progress, Token));
        try
        {
            await DockerCommand.RunAsync("image", "inspect", image);
            Assert.All(progress.Seen, each => Assert.Equal(image, each.Image));
            Assert.True(progress.Seen[^1].Bytes >= Size);
            Assert.Equal(progress.Seen[^1].Total, progress.Seen[^1].Bytes);
            Assert.Equal(progress.Seen.Select(each => each.Bytes).Order(), progress.Seen.Select(each => each.Bytes));
            var again = new Recorder();
            Assert.Null(await _images.EnsureAsync(image, again, Token));
            Assert.Empty(again.Seen);
        }
        finally
        {
            await DockerCommand.RunAsync("image", "rm", image);
        }
    }

    [Fact(Timeout = Deadline)]
    public async Task Ensure_TagThatTheRegistryLacks_SaysSo()
    {
        await using var registry = await RegistryAsync();
        var image = registry.Address + "/lab/nothing:7";
        var fault = await _images.EnsureAsync(image, new Recorder(), Token);
        Assert.Contains(image, fault!, StringComparison.Ordinal);
        Assert.Contains("build it", fault, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Ensure_RegistryThatIsDown_SaysSo()
    {
        var fault = await _images.EnsureAsync($"127.0.0.1:{LocalPorts.Free()}/lab/image:1", new Recorder(), Token);
        Assert.Contains("connection refused", fault!, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline)]
    public async Task Ensure_NameThatIsNone_SaysSo() =>
        Assert.Contains("cannot be pulled", (await _images.EnsureAsync("No Such Name", new Recorder(), Token))!, StringComparison.Ordinal);

    private static async Task<Registry> RegistryAsync()
    {
        if (!File.Exists("/usr/bin/docker-registry"))
            Assert.Skip("there is no docker-registry here; install Debian's package of that name");
        var registry = new Registry();
        await registry.StartAsync(Token);
        return registry;
    }

    /// <summary>Puts a small image into the registry alone.</summary>
    private static async Task<string> PushedAsync(Registry registry, bool byDigest)
    {
        var (image, archive) = ($"{registry.Address}/lab/image:1", Path.GetTempFileName());
        try
        {
            await using (var writer = new TarWriter(File.Create(archive)))
            {
                var noise = new PaxTarEntry(TarEntryType.RegularFile, "noise") { DataStream = new MemoryStream(RandomNumberGenerator.GetBytes(Size)) };
                await writer.WriteEntryAsync(noise, Token);
            }
            await DockerCommand.RunAsync("import", archive, image);
        }
        finally
        {
            File.Delete(archive);
        }
        await DockerCommand.RunAsync("push", image);
        var digest = await DockerCommand.RunAsync("image", "inspect", "--format", "{{index .RepoDigests 0}}", image);
        await DockerCommand.RunAsync("image", "rm", image);
        return byDigest ? digest : image;
    }

    private sealed class Recorder : IProgress<PullProgress>
    {
        public List<PullProgress> Seen { get; } = [];

        public void Report(PullProgress value) => Seen.Add(value);
    }
}
