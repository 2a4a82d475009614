using System.Text.Json;
using Capstan.Containers;
using Capstan.Control;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary><c>GET /v1/logs</c>: what replicas wrote, as JSON lines.</summary>
internal sealed class LogsEndpoint(IStackControl control, IReplicaLogs logs, CancellationToken stopping)
{
    private const int DefaultTail = 100;

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var service = (string?)context.Request.Query["service"];
        if (service is not null && !Names(control).Contains(service))
        {
            await UnknownServiceAsync(context, control, service);
            return;
        }

        if (await AdminRoutes.NumberAsync(context, "tail", DefaultTail, 0, int.MaxValue) is not { } tail)
            return;
        var query = new LogQuery(service, (int)tail, AdminRoutes.Follows(context));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var stream = new LineStream(context.Response, "application/x-ndjson");
        await stream.BeginAsync(end.Token);
        try
        {
            await foreach (var line in logs.ReadAsync(query, end.Token))
                await stream.WriteAsync([.. JsonSerializer.SerializeToUtf8Bytes(LogEntry.Of(line), AdminJson.Default.LogEntry), (byte)'\n'], end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone, or the stack is ending: either way the stream is complete as it is.
        }
    }

    /// <summary>Answers a request for a service or database that is not there, naming those that are.</summary>
    internal static Task UnknownServiceAsync(HttpContext context, IStackControl control, string service) => AdminProblem.SendAsync(
        context, StatusCodes.Status404NotFound, "unknown-service", $"There is no service or database '{service}'.",
        $"There are: {string.Join(", ", Names(control))}.");

    // The workers of a database write, too.
    private static IEnumerable<string> Names(IStackControl control)
    {
        var status = control.Status();
        return status.Services.Select(service => service.Name).Concat(status.Databases.Select(database => database.Name));
    }
}
