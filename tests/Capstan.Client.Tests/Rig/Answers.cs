using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Capstan.Client.Tests.Rig;

/// <summary>Answers to play, good and bad.</summary>
internal static class Answers
{
    /// <summary>A write that was done.</summary>
    public static Func<HttpContext, Task> Written(long position = 7) => context => Json(
        context, position, $$"""{"position":{{position}},"requestId":"{{context.Request.Headers["Idempotency-Key"]}}","results":[{"changes":1,"lastInsertRowId":3}]}""");

    /// <summary>A read of one row with one value.</summary>
    public static Func<HttpContext, Task> Rows(string value = "1", long position = 7) => context => Json(
        context, position, $$"""{"position":{{position}},"level":"session","results":[{"columns":["a"],"rows":[[{{value}}]]}]}""");

    /// <summary>An error of the database's.</summary>
    public static Func<HttpContext, Task> Problem(int status, string code, string more = "") => context => Problem(context, status, code, more);

    public static Task Problem(HttpContext context, int status, string code, string more = "")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync($$"""{"type":"about:blank","title":"It fails.","status":{{status}},"detail":"So it is.","code":"{{code}}"{{more}}}""");
    }

    /// <summary>An error that asks to be left alone.</summary>
    public static Func<HttpContext, Task> Later(string seconds) => context =>
    {
        context.Response.Headers.RetryAfter = seconds;
        return Problem(context, 503, "unavailable");
    };

    /// <summary>A body that nobody of the database's wrote.</summary>
    public static Func<HttpContext, Task> Garbage(string body, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    /// <summary>The connection breaks after the request was taken.</summary>
    public static Task Break(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>The connection breaks in the middle of the answer.</summary>
    public static async Task BreakWithin(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("""{"position":7,""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>No answer until the client goes away.</summary>
    public static async Task Never(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static Task Json(HttpContext context, long position, string body)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers["Capstan-Position"] = position.ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsync(body);
    }
}
