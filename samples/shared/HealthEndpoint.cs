using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared;

/// <summary>200 or 500 without a body: whether this replica can serve.</summary>
public static class HealthEndpoint
{
    public static void MapHealth(this WebApplication app, Func<CancellationToken, ValueTask<bool>> isReachable) =>
        app.MapMethods("/api/v1/_health", ("GET", async context =>
        {
            bool isWell = await isReachable(context.RequestAborted);
            await Answers.Nothing(context, isWell ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError);
        }
    ));
}
