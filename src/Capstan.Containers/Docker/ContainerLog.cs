using System.Runtime.CompilerServices;
using Capstan.Containers.Docker.Wire;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>The log of one container, read once or followed; remembers how far it was read.</summary>
internal sealed class ContainerLog(DockerEngine engine, string container, ReplicaId replica)
{
    private LogPosition? _position;

    public static ContainerLog? Of(DockerEngine engine, ContainerSummary summary) =>
        DockerLabels.ReplicaOf(summary.Labels) is { } replica ? new ContainerLog(engine, summary.Id, replica) : null;

    /// <summary>The lines after those read before. Ends without an error when the container or the engine goes away.</summary>
    public async IAsyncEnumerable<StampedLine> ReadAsync(
        int? tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = _position;
        var seen = 0;
        using var answer = await engine.OpenAsync(HttpMethod.Get, PathOf(tail, follow), DockerEngine.Quick, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            yield break;
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await using var lines = LogFrames.ReadAsync(stream, replica, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(lines))
        {
            var line = lines.Current;
            if (known is not null && line.Stamp == known.Stamp && seen++ < known.Seen)
                continue;
            _position = LogPosition.After(_position, line.Stamp);
            yield return line;
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<StampedLine> lines)
    {
        try
        {
            return await lines.MoveNextAsync();
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private string PathOf(int? tail, bool follow)
    {
        var amount = tail is { } number && _position is null ? DockerLabels.Text(number) : "all";
        var since = _position is null ? "" : "&since=" + _position.Since;
        return $"/containers/{container}/logs?stdout=1&stderr=1&timestamps=1&tail={amount}{since}{(follow ? "&follow=1" : "")}";
    }
}
