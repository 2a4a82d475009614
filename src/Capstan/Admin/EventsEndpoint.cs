using System.Globalization;
using Capstan.Events;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary><c>GET /v1/events</c>: a page of events, or a stream of them as server-sent events or JSON lines.</summary>
internal sealed class EventsEndpoint(EventLog events, TimeProvider time, CancellationToken stopping)
{
    private const int DefaultLimit = 100;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // A browser's event source repeats its first URL when it reconnects; what it has seen since stands in the header.
        var resume = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        if (await AdminRoutes.NumberAsync(context, "after", 0, 0, long.MaxValue) is not { } after
            || await AdminRoutes.NumberAsync(context, "limit", DefaultLimit, 1, EventLog.InMemory) is not { } limit)
            return;
        after = Math.Max(after, resume);

        var asEvents = context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
        if (asEvents || AdminRoutes.Follows(context))
            await StreamAsync(context, after, asEvents);
        else
            await context.Response.WriteAsJsonAsync(new EventPage(events.Recent((int)limit, after)), EventJson.Default.EventPage, cancellationToken: context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, long after, bool asEvents)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var stream = new LineStream(context.Response, asEvents ? "text/event-stream" : "application/x-ndjson");
        await stream.BeginAsync(end.Token);
        try
        {
            await using var following = events.FollowAsync(after, end.Token).GetAsyncEnumerator(end.Token);
            var next = following.MoveNextAsync().AsTask();
            while (true)
            {
                if (await QuietAsync(next, end.Token))
                {
                    // A comment (or an empty line) keeps proxies and clients from taking silence for a dead connection.
                    await stream.WriteAsync(asEvents ? ":\n\n"u8.ToArray() : "\n"u8.ToArray(), end.Token);
                    continue;
                }

                if (!await next)
                    return;
                await stream.WriteAsync(asEvents ? Frame(following.Current) : [.. EventJson.Write(following.Current), (byte)'\n'], end.Token);
                next = following.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, or the stack is ending: either way the stream is complete as it is.
        }
    }

    private async Task<bool> QuietAsync(Task next, CancellationToken cancellationToken)
    {
        if (next.IsCompleted)
            return false;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var silence = Task.Delay(KeepAlive, time, timer.Token);
        var first = await Task.WhenAny(next, silence);
        await timer.CancelAsync();
        return first == silence && !cancellationToken.IsCancellationRequested;
    }

    private static byte[] Frame(StackEvent happened) =>
    [
        .. System.Text.Encoding.UTF8.GetBytes($"id: {happened.Id}\nevent: {happened.Kind}\ndata: "), .. EventJson.Write(happened), (byte)'\n', (byte)'\n',
    ];
}
