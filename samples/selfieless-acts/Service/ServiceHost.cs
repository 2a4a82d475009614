using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SelfieLess.Store;

namespace SelfieLess.Service;

/// <summary>The frame of both programs: listen, answer, say where, stop on a signal.</summary>
public static class ServiceHost
{
    private const int LongestRequestLine = 8 * 1024 * 1024;

    /// <summary>Runs a program until it is told to stop. Returns its exit code: 1 when it could not start.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="defaultPort">Port without <c>PORT</c>.</param>
    /// <param name="map">Opens what the program needs and maps its routes; what it returns is disposed of at the end.</param>
    public static async Task<int> RunAsync(string name, int defaultPort, Func<WebApplication, ServiceSettings, IDisposable> map)
    {
        try
        {
            ServiceSettings settings = ServiceSettings.Read(defaultPort);
            await using WebApplication app = Build(settings);
            using IDisposable resources = map(app, settings);
            await app.StartAsync();
            Console.WriteLine($"{name} serves {app.Urls.Single()}/api/v1, data in {settings.DataFolder}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
            return 1;
        }
    }

    private static WebApplication Build(ServiceSettings settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new IPEndPoint(settings.Host, settings.Port));
            kestrel.AddServerHeader = false;
            // Clients send names and images of any length on purpose.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestBufferSize = LongestRequestLine;
        });
        WebApplication app = builder.Build();
        app.Use(AnswerFaults);
        return app;
    }

    /// <summary>A store that fails is answered with 500; a client that went away, with nothing.</summary>
    private static async Task AnswerFaults(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException fault)
        {
            await Console.Error.WriteLineAsync(fault.InnerException is { } cause ? $"{fault.Message}: {cause.Message}" : fault.Message);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await Answers.Empty(context, StatusCodes.Status500InternalServerError);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}
