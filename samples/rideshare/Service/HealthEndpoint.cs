using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RideShare.Service;

/// <summary>
/// 200 without a body: this program serves. It says nothing of the database, whose loss no other replica of this program would cure,
/// and which should not be read each second for nothing.
/// </summary>
public static class HealthEndpoint
{
    public static void MapHealth(this WebApplication app) =>
        app.MapMethods("/api/v1/_health", ("GET", context => Answers.Nothing(context, StatusCodes.Status200OK)));
}
