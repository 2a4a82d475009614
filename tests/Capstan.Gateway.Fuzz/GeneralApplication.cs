using System.Text;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Routing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Fuzz;

/// <summary>Notes each request as the general plane would forward it, and refuses what that refuses.</summary>
internal sealed class GeneralApplication : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        var connection = context.Features.Get<PipedConnection>()!;
        var request = context.Request;
        var refusal = EdgeRules.Check(request);
        var target = "";
        if (refusal is null && !RequestTarget.TryRead(context.Features.Get<IHttpRequestFeature>()!.RawTarget, out target))
            refusal = Rejections.Target;
        if (refusal is not null)
        {
            connection.Refusal = refusal;
            await refusal.WriteAsync(context);
            return;
        }

        var isUpgrade = UpgradeOffer.IsMadeBy(context);
        var (body, end) = await ReadAsync(context);
        connection.Requests.Add(new Seen(
            request.Method, target, request.Path.Value is { Length: > 0 } path ? path : "/", request.Headers.Host.ToString(),
            HttpProtocol.IsHttp10(request.Protocol) ? 0 : 1, body, end, isUpgrade));
        context.Response.ContentLength = 0;
        if (end != BodyEnd.Whole)
            context.Abort();
    }

    private static async Task<(string Body, BodyEnd End)> ReadAsync(HttpContext context)
    {
        var body = new StringBuilder();
        try
        {
            while (true)
            {
                var result = await context.Request.BodyReader.ReadAsync();
                body.Append(Encoding.Latin1.GetString(result.Buffer));
                context.Request.BodyReader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    return (body.ToString(), BodyEnd.Whole);
            }
        }
        catch (Exception fault) when (fault is BadHttpRequestException or IOException or InvalidOperationException or ArgumentException)
        {
            return (body.ToString(), fault.Message.StartsWith("Unexpected end", StringComparison.Ordinal) ? BodyEnd.CutOff : BodyEnd.Bad);
        }
    }
}
