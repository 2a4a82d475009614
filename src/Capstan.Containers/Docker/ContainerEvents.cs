using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>The engine's events about the stack's containers, over as many connections as it takes.</summary>
internal sealed class ContainerEvents(DockerContainers containers, TimeProvider time)
{
    private static readonly ContainerNews Missed = new(new RuntimeEvent(RuntimeEventKind.Resync));
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private string Path =>
        "/events?filters=" + DockerContainers.Filters(
            ("type", ["container"]), ("event", ["start", "die"]), ("label", [containers.OurLabel]));

    public async IAsyncEnumerable<ContainerNews> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            using var answer = await OpenAsync(cancellationToken);
            if (answer is not null)
            {
                pause = FirstPause;
                yield return Missed;
                using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
                while (await LineAsync(reader, cancellationToken) is { } line)
                {
                    if (Read(line) is { } happened)
                        yield return happened;
                }
            }
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await containers.Engine.OpenAsync(HttpMethod.Get, Path, DockerEngine.Quick, cancellationToken);
            if (answer.IsSuccessStatusCode)
                return answer;
            answer.Dispose();
            return null;
        }
        catch (RuntimeUnavailableException)
        {
            // Whoever calls the engine hears about it; watching only waits until it is back.
            return null;
        }
    }

    /// <summary>Null at the end of the connection, however it ended.</summary>
    private static async Task<string?> LineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private ContainerNews? Read(string line)
    {
        EventMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(line, DockerJson.Default.EventMessage);
        }
        catch (JsonException)
        {
            return Missed;
        }
        if (message?.Actor is not { ID: { } id, Attributes: { } attributes } || DockerLabels.ReplicaOf(attributes) is not { } replica
            || attributes.GetValueOrDefault("name") != containers.NameOf(replica))
            return null;
        return message.Action == "start"
            ? new ContainerNews(new RuntimeEvent(RuntimeEventKind.Started, replica), id)
            : new ContainerNews(new RuntimeEvent(RuntimeEventKind.Exited, replica, ExitCode(attributes)), id);
    }

    private static int? ExitCode(Dictionary<string, string> attributes) =>
        int.TryParse(attributes.GetValueOrDefault("exitCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
