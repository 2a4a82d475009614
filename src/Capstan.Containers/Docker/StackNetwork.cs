using System.Net;
using System.Text.Json;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>The bridge network that a stack has for itself: its containers do not see those of others.</summary>
internal sealed class StackNetwork(DockerEngine engine, DockerStack stack) : IDisposable
{
    // The engine makes two networks of one name when it is asked twice at once.
    private readonly SemaphoreSlim _one = new(1);

    private string Path => "/networks/" + ContainerTemplate.NetworkOf(stack);

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var found = await engine.CallAsync(HttpMethod.Get, Path, DockerEngine.Quick, cancellationToken);
            if (found.IsSuccess)
                return;
            var reply = await engine.CallAsync(HttpMethod.Post, "/networks/create", DockerEngine.Slow, cancellationToken, Body());
            if (!reply.IsSuccess && reply.Status != HttpStatusCode.Conflict)
                throw EngineTrouble.Refused(engine.Socket, "make the stack's network", reply);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Removes it; the engine refuses, and it stays, while a container is on it.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) =>
        engine.CallAsync(HttpMethod.Delete, Path, DockerEngine.Slow, cancellationToken);

    public void Dispose() => _one.Dispose();

    private byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(
        new NetworkRequest(ContainerTemplate.NetworkOf(stack), "bridge", CheckDuplicate: true, DockerLabels.Of(stack)),
        DockerJson.Default.NetworkRequest);
}
