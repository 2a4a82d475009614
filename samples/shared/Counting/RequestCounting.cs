using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared.Counting;

/// <summary>The counting rule: every request to the given paths and below, whatever comes of it.</summary>
public static class RequestCounting
{
    /// <summary>The longest that an answer waits for its count; it goes out uncounted only while the store cannot be used.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void UseCounting(this WebApplication app, IRequestCounter counter, TimeProvider clock, params PathString[] counted) =>
        app.Use((context, next) =>
        {
            if (Array.Exists(counted, path => context.Request.Path.StartsWithSegments(path)))
            {
                // Written while the request is being handled.
                Task written = counter.AddAsync();
                if (!written.IsCompleted)
                {
                    context.Response.OnStarting(() => WaitAsync(written, clock));
                }
            }

            return next(context);
        });

    public static void MapCount(this WebApplication app, IRequestCounter counter) =>
        app.MapMethods(
            "/api/v1/_count",
            ("GET", async context => await Answers.Number(context, await counter.ReadAsync(context.RequestAborted))),
            ("DELETE", async context =>
            {
                await counter.ResetAsync(context.RequestAborted);
                await Answers.Done(context);
            }
    ));

    private static async Task WaitAsync(Task written, TimeProvider clock)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        await written.WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
