using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RideShare.Service.Database;

namespace RideShare.Service.Hosting;

/// <summary>The frame of both programs: listen, answer, say where, stop on a signal.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const int LongestRequestLine = 8 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly IAsyncDisposable _resources;

    private ServiceHost(WebApplication app, IAsyncDisposable resources)
    {
        _app = app;
        _resources = resources;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts a service.</summary>
    /// <param name="settings">Where it listens.</param>
    /// <param name="map">Makes what the service needs and maps its routes; what it returns is disposed of at the end.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ServiceHost> StartAsync(ServiceSettings settings, Func<WebApplication, IAsyncDisposable> map)
    {
        WebApplication app = Build(settings.Listen);
        var host = new ServiceHost(app, map(app));
        try
        {
            await app.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program until it is told to stop. Returns its exit code: 1 when it could not start.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="defaultPort">Port without <c>PORT</c>.</param>
    /// <param name="start">Starts the service.</param>
    public static async Task<int> RunAsync(string name, int defaultPort, Func<ServiceSettings, Variables, Task<ServiceHost>> start)
    {
        try
        {
            var settings = ServiceSettings.Read(Variables.OfEnvironment, defaultPort);
            await using ServiceHost host = await start(settings, Variables.OfEnvironment);
            Console.WriteLine($"{name} serves {host.Address}api/v1, data in the database at {settings.Database.Address}");
            await host._app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or IOException)
        {
            await Console.Error.WriteLineAsync($"{name}: {fault.Message}");
            return 1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _resources.DisposeAsync();
    }

    private static WebApplication Build(IPEndPoint listen)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(listen);
            kestrel.AddServerHeader = false;
            // Clients send names of any length on purpose.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestBufferSize = LongestRequestLine;
        });
        WebApplication app = builder.Build();
        app.Use(AnswerFaults);
        return app;
    }

    /// <summary>A database that fails is answered with its status; a client that went away, with nothing.</summary>
    private static async Task AnswerFaults(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (DatabaseException fault) when (!context.Response.HasStarted)
        {
            if (fault.Status == DatabaseException.Refused)
            {
                await Console.Error.WriteLineAsync(fault.Message);
            }

            await Answers.Empty(context, fault.Status);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}
