using System.Globalization;
using System.Net;
using Capstan.Core.Access;
using Capstan.Database.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Access;

/// <summary>Lets requests through: right host, right token, enough rights.</summary>
/// <param name="tokens">The tokens; null when none is asked for and every caller has every right.</param>
/// <param name="limiter">Slows down whoever tries tokens.</param>
/// <param name="notice">Told once when it begins to.</param>
internal sealed class AccessGuard(AccessTokens? tokens, FailureLimiter limiter, Action<string> notice)
{
    /// <summary>Answers a request that may not go on, and hands on one that may.</summary>
    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HostRule.Accepts(request.Host.Host, context.Connection.LocalIpAddress))
            return ApiProblem.HostRefused.SendAsync(context);
        if (tokens is null && !PageRule.Accepts(request))
            return ApiProblem.PageRefused.SendAsync(context);

        // A path or method that is not there tells a stranger nothing, not even that.
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<RequiredRight>()?.Right ?? AccessRight.Read;
        var right = tokens?.RightOf(request.Headers.Authorization) ?? AccessRight.Admin;
        context.Features.Set(new Caller(right));
        if (right >= needed)
            return next(context);
        return right == AccessRight.None ? RefuseAsync(context) : ApiProblem.RightRequired(needed).SendAsync(context);
    }

    private Task RefuseAsync(HttpContext context)
    {
        var client = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (limiter.Fail(client, out var began) is { } pause)
        {
            if (began)
                notice($"{client} sent {FailureLimiter.Allowed} requests without a right token and is slowed down");
            context.Response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ApiProblem.TooManyFailures.SendAsync(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"capstan\"";
        return ApiProblem.TokenRequired.SendAsync(context);
    }
}
