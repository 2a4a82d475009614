using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared;

/// <summary>
/// Maps a path with all its methods at once: a known path called with another method is 405 before anything is looked at.
/// </summary>
public static class Routes
{
    public static void MapMethods(this WebApplication app, string pattern, params (string Method, RequestDelegate Handler)[] methods)
    {
        string allowed = string.Join(", ", methods.Select(method => method.Method));
        app.Map(pattern, context =>
        {
            foreach ((string method, RequestDelegate handler) in methods)
            {
                if (method == context.Request.Method)
                {
                    return handler(context);
                }
            }

            context.Response.Headers.Allow = allowed;
            return Answers.Empty(context, StatusCodes.Status405MethodNotAllowed);
        });
    }

    /// <summary>Everything else is 404.</summary>
    public static void MapRest(this WebApplication app) =>
        app.MapFallback("{**path}", context => Answers.Empty(context, StatusCodes.Status404NotFound));
}
