using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SelfieLess.Store.Counting;

namespace SelfieLess.Service;

/// <summary>The counting rule: every request to the given paths and below, whatever comes of it.</summary>
public static class RequestCounting
{
    public static void UseCounting(this WebApplication app, IRequestCounter counter, params PathString[] counted) =>
        app.Use((context, next) =>
        {
            if (Array.Exists(counted, path => context.Request.Path.StartsWithSegments(path)))
            {
                counter.Add();
            }

            return next(context);
        });

    public static void MapCount(this WebApplication app, IRequestCounter counter) =>
        app.MapMethods(
            "/api/v1/_count",
            ("GET", context => Answers.Number(context, counter.Value)),
            ("DELETE", context =>
            {
                counter.Reset();
                return Answers.Done(context);
            }
    ));
}
