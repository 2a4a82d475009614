using System.Net;
using System.Text.Json;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>The images of a Docker Engine.</summary>
/// <param name="engine">The engine; stays the caller's to dispose.</param>
public sealed class DockerImageStore(DockerEngine engine) : IImageStore
{
    /// <summary>A registry that is silent for longer is given up.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    public async Task<string?> EnsureAsync(string image, IProgress<PullProgress> progress, CancellationToken cancellationToken)
    {
        var found = await FindAsync(image, cancellationToken);
        if (found.IsSuccess)
            return null;
        if (found.Status != HttpStatusCode.NotFound)
            return Fault(image, found.Message);
        if (await PullAsync(image, progress, cancellationToken) is { } fault)
            return Fault(image, fault);
        return (await FindAsync(image, cancellationToken)).IsSuccess ? null : Fault(image, "it was pulled and is not there");
    }

    private static string Fault(string image, string why) =>
        $"The image {image} is not on this engine and cannot be pulled ({why}): build it, pull it by hand, or correct its name.";

    private async Task<EngineReply> FindAsync(string image, CancellationToken cancellationToken)
    {
        var reply = await engine.CallAsync(HttpMethod.Get, $"/images/{image}/json", DockerEngine.Quick, cancellationToken);
        return (int)reply.Status < 500 ? reply : throw EngineTrouble.Refused(engine.Socket, "look for an image", reply);
    }

    /// <summary>What went wrong, in the engine's words; null when nothing did.</summary>
    private async Task<string?> PullAsync(string image, IProgress<PullProgress> progress, CancellationToken cancellationToken)
    {
        var reference = ImageReference.Parse(image);
        var path = $"/images/create?fromImage={Uri.EscapeDataString(reference.Name)}&tag={Uri.EscapeDataString(reference.Version)}";
        using var answer = await engine.OpenAsync(HttpMethod.Post, path, Silence, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            return new EngineReply(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Message;
        var tally = new PullTally(image);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await engine.GuardAsync(token => reader.ReadLineAsync(token).AsTask(), Silence, cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize(line, DockerJson.Default.PullMessage) is not { } message)
                continue;
            // A pull that fails after its first line does so inside an answer 200.
            if (message.Error is { } error)
                return error;
            progress.Report(tally.Add(message));
        }
        return null;
    }
}
