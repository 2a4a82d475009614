using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Samples.Shared;

namespace RideShare.Service;

/// <summary>Removes all that a service keeps. Not counted.</summary>
public static class ClearEndpoint
{
    public static void MapClear(this WebApplication app, Func<CancellationToken, Task> clear) =>
        app.MapMethods("/api/v1/db/clear", ("POST", async context =>
        {
            if (!await IsEmptyAsync(context))
            {
                await Answers.Refused(context);
                return;
            }

            await clear(context.RequestAborted);
            await Answers.Done(context);
        }
    ));

    /// <summary>Nothing, or an object.</summary>
    private static async Task<bool> IsEmptyAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using JsonDocument? json = body.Parse();
        return body.IsBlank || json?.RootElement.ValueKind == JsonValueKind.Object;
    }
}
