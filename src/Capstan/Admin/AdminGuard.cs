using System.Globalization;
using System.Net;
using Capstan.Core.Access;
using Capstan.Events;
using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>Lets requests through to the admin API: right host, right token, and JSON for whatever changes something.</summary>
internal sealed class AdminGuard(BearerToken token, FailureLimiter limiter, IEventLog events)
{
    /// <summary>The one path that needs no token.</summary>
    public const string HealthPath = "/v1/health";

    /// <summary>Answers a request that may not go on, and hands on one that may.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HostRule.Accepts(request.Host.Host, context.Connection.LocalIpAddress))
        {
            return AdminProblem.SendAsync(
                context, StatusCodes.Status403Forbidden, "host-refused", "This host name is not answered.",
                "Use the address in admin.json of the stack's state folder, which is a loopback address.");
        }

        if (HttpMethods.IsGet(request.Method) && request.Path == HealthPath)
            return next(context);
        if (!token.Matches(request.Headers.Authorization))
            return RefuseToken(context);
        return HttpMethods.IsPost(request.Method) && !request.HasJsonContentType()
            ? AdminProblem.SendAsync(
                context, StatusCodes.Status415UnsupportedMediaType, "json-required", "The body must be JSON.",
                "Send the header Content-Type: application/json.")
            : next(context);
    }

    private Task RefuseToken(HttpContext context)
    {
        var client = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (limiter.Fail(client, out var began) is { } pause)
        {
            if (began)
                events.Append(EventKinds.AdminRefused, $"{client} sent {FailureLimiter.Allowed} wrong admin tokens and is slowed down");
            var seconds = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            context.Response.Headers.RetryAfter = seconds;
            return AdminProblem.SendAsync(
                context, StatusCodes.Status429TooManyRequests, "too-many-failures", "Too many requests without the right token.",
                $"Wait {seconds} s, or send the right token.");
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"capstan\"";
        return AdminProblem.SendAsync(
            context, StatusCodes.Status401Unauthorized, "token-required", "The admin token is missing or wrong.",
            "Send the header Authorization: Bearer TOKEN; the token is in the file 'token' of the stack's state folder.");
    }
}
