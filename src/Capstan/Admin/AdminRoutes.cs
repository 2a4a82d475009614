using System.Globalization;
using Capstan.Control;
using Capstan.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Capstan.Admin;

/// <summary>The paths of the admin API.</summary>
internal static class AdminRoutes
{
    /// <summary>Adds them all.</summary>
    public static void Map(IEndpointRouteBuilder routes, AdminParts parts, CancellationToken stopping)
    {
        var metrics = new StackMetrics(parts.Control, parts.DataPlane, parts.Events);
        var events = new EventsEndpoint(parts.Events, parts.Time, stopping);
        var logs = new LogsEndpoint(parts.Control, parts.Logs, stopping);
        var commands = new CommandEndpoints(parts.Control, parts.Reloader);
        var drills = new DrillEndpoints(parts.Control);

        routes.MapGet(AdminGuard.HealthPath, context => context.Response.WriteAsync("ok\n", context.RequestAborted));
        routes.MapGet("/v1/status", context => StatusAsync(context, parts.Control));
        routes.MapGet("/v1/events", events.HandleAsync);
        routes.MapGet("/v1/logs", logs.HandleAsync);
        routes.MapGet("/metrics", context => MetricsAsync(context, metrics));
        routes.MapPost("/v1/services/{name}/scale", commands.ScaleAsync);
        routes.MapPost("/v1/databases/{name}/scale", commands.ScaleDatabaseAsync);
        routes.MapPost("/v1/databases/{name}/force-leader", commands.ForceLeaderAsync);
        routes.MapPost("/v1/drills", drills.InjectAsync);
        routes.MapPost("/v1/drills/{id}/end", drills.EndAsync);
        routes.MapPost("/v1/reload", commands.ReloadAsync);
        routes.MapPost("/v1/stop", commands.StopAsync);
    }

    /// <summary>Reads a number from the query; null, with the answer sent, when it is not one in the range.</summary>
    internal static async Task<long?> NumberAsync(HttpContext context, string name, long otherwise, long least, long most)
    {
        var text = (string?)context.Request.Query[name];
        if (text is null)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        await AdminProblem.SendAsync(
            context, StatusCodes.Status400BadRequest, "bad-query", $"'{name}' is not a number from {least} to {most}.", "Correct the query.");
        return null;
    }

    /// <summary>Whether a query asks for a stream.</summary>
    internal static bool Follows(HttpContext context) => (string?)context.Request.Query["follow"] is "1" or "true";

    private static Task StatusAsync(HttpContext context, IStackControl control) =>
        context.Response.WriteAsJsonAsync(control.Status(), AdminJson.Default.StackStatus, cancellationToken: context.RequestAborted);

    private static Task MetricsAsync(HttpContext context, StackMetrics metrics)
    {
        context.Response.ContentType = PrometheusText.MediaType;
        return context.Response.WriteAsync(PrometheusText.Write(metrics.Collect()), context.RequestAborted);
    }
}
