using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capstan.PlainRpc;

/// <summary>The HTTP end: the body of a request is the message, the answer's message is the body of the answer.</summary>
internal static class Front
{
    /// <summary>Serves until it is asked to end.</summary>
    public static async Task RunAsync(Uri broker, int port)
    {
        var client = await RpcClient.ConnectAsync(broker);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(client, context));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(RpcClient client, HttpContext context)
    {
        var queue = context.Request.Path.Value switch
        {
            "/v1/query" => RequestQueues.Reads,
            "/v1/execute" => RequestQueues.Writes,
            _ => null,
        };
        if (queue is null)
        {
            context.Response.StatusCode = context.Request.Path == "/" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
            return;
        }

        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body);
        try
        {
            var answer = await client.CallAsync(queue, body.GetBuffer().AsMemory(0, (int)body.Length));
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer);
        }
        catch (TimeoutException)
        {
            context.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
    }
}
