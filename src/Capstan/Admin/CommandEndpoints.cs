using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Capstan.Control;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>What the admin API can change: the number of replicas and followers, who may lead, the stack file, and whether the stack runs at all.</summary>
internal sealed class CommandEndpoints(IStackControl control, IStackReloader reloader)
{
    /// <summary><c>POST /v1/services/{name}/scale</c>.</summary>
    public async Task ScaleAsync(HttpContext context)
    {
        var service = (string)context.Request.RouteValues["name"]!;
        if (await BodyAsync(context, AdminJson.Default.ScaleRequest) is not { } asked)
            return;
        if (control.Status().Services.All(known => known.Name != service))
            await LogsEndpoint.UnknownServiceAsync(context, control, service);
        else
            await ScaleAsync(context, service, asked, "replicas");
    }

    /// <summary><c>POST /v1/databases/{name}/scale</c>: the number of followers.</summary>
    public async Task ScaleDatabaseAsync(HttpContext context)
    {
        if (await BodyAsync(context, AdminJson.Default.ScaleRequest) is { } asked && await DatabaseAsync(context) is { } database)
            await ScaleAsync(context, database, asked, "followers");
    }

    /// <summary><c>POST /v1/databases/{name}/force-leader</c>.</summary>
    public async Task ForceLeaderAsync(HttpContext context)
    {
        if (await DatabaseAsync(context) is not { } database)
            return;
        if (await control.ForceLeaderAsync(database, context.RequestAborted) is { } refusal)
        {
            await AdminProblem.SendAsync(context, StatusCodes.Status409Conflict, "force-refused", "No leader was forced.", refusal);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }

    /// <summary><c>POST /v1/reload</c>.</summary>
    public async Task ReloadAsync(HttpContext context)
    {
        if (await BodyAsync(context, AdminJson.Default.ReloadRequest) is not { } asked)
            return;
        if (asked.File is not null && !Path.IsPathFullyQualified(asked.File))
        {
            await AdminProblem.SendAsync(context, StatusCodes.Status400BadRequest, "bad-body", "'file' is not an absolute path.", "Send the whole path.");
            return;
        }

        var outcome = reloader.Reload(asked);
        if (outcome.Accepted)
        {
            await context.Response.WriteAsJsonAsync(outcome, AdminJson.Default.ReloadOutcome, cancellationToken: context.RequestAborted);
            return;
        }

        await AdminProblem.SendAsync(
            context, StatusCodes.Status422UnprocessableEntity, "reload-refused", "The changed stack file was not taken over; the stack runs on as it was.",
            "Correct every fault listed and reload again.", outcome.Lines);
    }

    /// <summary><c>POST /v1/stop</c>.</summary>
    public async Task StopAsync(HttpContext context)
    {
        control.Stop("asked through the admin API");
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }

    /// <summary>The database of the path; null, with the answer sent, when there is none of the name.</summary>
    private async Task<string?> DatabaseAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        return await IsDatabaseAsync(context, control.Status(), name) ? name : null;
    }

    private async Task ScaleAsync(HttpContext context, string name, ScaleRequest asked, string what)
    {
        if (asked.Wanted < 0)
            await AdminProblem.SendAsync(context, StatusCodes.Status400BadRequest, "bad-body", "'wanted' is below 0.", $"Ask for 0 {what} or more.");
        else if (control.Scale(name, asked.Wanted) is { } refusal)
            await AdminProblem.SendAsync(context, StatusCodes.Status409Conflict, "scale-refused", $"The number of {what} was not changed.", refusal);
        else
            await context.Response.WriteAsJsonAsync(asked, AdminJson.Default.ScaleRequest, cancellationToken: context.RequestAborted);
    }

    /// <summary>Whether there is a database of the name; the answer is sent when there is none.</summary>
    internal static async Task<bool> IsDatabaseAsync(HttpContext context, StackStatus status, string name)
    {
        var known = status.Databases.Select(database => database.Name).ToList();
        if (known.Contains(name))
            return true;
        await AdminProblem.SendAsync(
            context, StatusCodes.Status404NotFound, "unknown-database", $"There is no database '{name}'.",
            $"The databases are: {string.Join(", ", known.DefaultIfEmpty("none"))}.");
        return false;
    }

    /// <summary>The body; null, with the answer sent, when it is not what is expected.</summary>
    internal static async Task<T?> BodyAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        string fault;
        try
        {
            if (await context.Request.ReadFromJsonAsync(type, context.RequestAborted) is { } body)
                return body;
            fault = "The body is null.";
        }
        catch (JsonException wrong)
        {
            fault = wrong.Message;
        }
        catch (BadHttpRequestException wrong)
        {
            await AdminProblem.SendAsync(context, wrong.StatusCode, "bad-body", "The body cannot be read.", wrong.Message);
            return null;
        }

        await AdminProblem.SendAsync(context, StatusCodes.Status400BadRequest, "bad-body", "The body is not what is expected here.", fault);
        return null;
    }
}
