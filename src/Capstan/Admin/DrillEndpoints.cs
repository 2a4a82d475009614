using System.Globalization;
using Capstan.Control;
using Capstan.Core.Drills;
using Capstan.Drills;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>Faults on purpose: what is injected, and the early end of a pause.</summary>
internal sealed class DrillEndpoints(IStackControl control)
{
    /// <summary><c>POST /v1/drills</c>.</summary>
    public async Task InjectAsync(HttpContext context)
    {
        if (await CommandEndpoints.BodyAsync(context, AdminJson.Default.DrillRequest) is not { } asked || !await IsFineAsync(context, asked))
            return;
        var outcome = await control.DrillAsync(asked, context.RequestAborted);
        if (outcome.Injection is { } done)
            await context.Response.WriteAsJsonAsync(done, AdminJson.Default.DrillInjection, cancellationToken: context.RequestAborted);
        else
            await AdminProblem.SendAsync(context, StatusCodes.Status409Conflict, "drill-refused", "Nothing was injected.", outcome.Refusal!);
    }

    /// <summary><c>POST /v1/drills/{id}/end</c>.</summary>
    public async Task EndAsync(HttpContext context)
    {
        if (!long.TryParse((string)context.Request.RouteValues["id"]!, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            await AdminProblem.SendAsync(
                context, StatusCodes.Status400BadRequest, "bad-query", "A drill is named by a number.", "Send the 'id' that its injection was answered with.");
            return;
        }

        await control.EndDrillAsync(id, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{}", context.RequestAborted);
    }

    private async Task<bool> IsFineAsync(HttpContext context, DrillRequest asked)
    {
        if (DrillFaults.Find(asked.Fault) is not { } info)
            return await RefuseAsync(context, $"There is no fault '{asked.Fault}'.", $"The faults are: {string.Join(", ", DrillFaults.All.Select(known => known.Word))}.");
        if ((info.IsOfDatabase ? asked.Database : asked.Service) is not { } name || (info.IsOfDatabase ? asked.Service : asked.Database) is not null)
            return await RefuseAsync(context, $"{info.Word} needs a {(info.IsOfDatabase ? "'database'" : "'service'")} and nothing else.", "Name it in the body.");
        if (asked.Seconds is < DrillRequest.ShortestPause or > DrillRequest.LongestPause || (asked.Seconds is not null && !info.Pauses))
            return await RefuseAsync(context, "'seconds' is 0.1 to 600, and only for a fault that pauses.", "Leave it out for the usual length.");
        return await IsKnownAsync(context, info, name);
    }

    private async Task<bool> IsKnownAsync(HttpContext context, DrillFaultInfo info, string name)
    {
        var status = control.Status();
        if (info.IsOfDatabase)
            return await CommandEndpoints.IsDatabaseAsync(context, status, name);
        if (status.Services.Any(service => service.Name == name))
            return true;
        await LogsEndpoint.UnknownServiceAsync(context, control, name);
        return false;
    }

    private static async Task<bool> RefuseAsync(HttpContext context, string title, string detail)
    {
        await AdminProblem.SendAsync(context, StatusCodes.Status400BadRequest, "bad-body", title, detail);
        return false;
    }
}
