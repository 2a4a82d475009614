using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Samples.Shared.Hosting;

/// <summary>The frame of every program: listen, answer, say where, stop on a signal.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const int LongestRequestLine = 8 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly IAsyncDisposable _resources;
    private readonly string _data;

    private ServiceHost(WebApplication app, IAsyncDisposable resources, string data)
    {
        _app = app;
        _resources = resources;
        _data = data;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts a service.</summary>
    /// <param name="frame">What the frame has to know.</param>
    /// <param name="map">Makes what the service needs and maps its routes; what it returns is disposed of at the end.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ServiceHost> StartAsync(ServiceFrame frame, Func<WebApplication, IAsyncDisposable> map)
    {
        WebApplication app = Build(frame);
        var host = new ServiceHost(app, map(app), frame.Data);
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
    /// <param name="start">Starts the service with what the environment says.</param>
    public static async Task<int> RunAsync(string name, Func<Variables, Task<ServiceHost>> start)
    {
        try
        {
            await using ServiceHost host = await start(Variables.OfEnvironment);
            Console.WriteLine($"{name} serves {host.Address}api/v1, data in {host._data}");
            await host._app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (fault is SettingsException or StoreException or IOException or UnauthorizedAccessException)
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

    private static WebApplication Build(ServiceFrame frame)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(frame.Listen);
            kestrel.AddServerHeader = false;
            // Clients send names and images of any length on purpose.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestBufferSize = LongestRequestLine;
        });
        WebApplication app = builder.Build();
        app.Use((context, next) => AnswerFaults(context, next, frame.WhileUnavailable));
        return app;
    }

    /// <summary>A store that fails is answered with a status; a client that went away, with nothing.</summary>
    private static async Task AnswerFaults(HttpContext context, RequestDelegate next, Func<HttpContext, int> whileUnavailable)
    {
        try
        {
            await next(context);
        }
        catch (StoreException fault)
        {
            if (fault.Fault == StoreFault.Failed)
            {
                await Console.Error.WriteLineAsync(fault.InnerException is { } cause ? $"{fault.Message}: {cause.Message}" : fault.Message);
            }

            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await Answers.Empty(context, Status(fault.Fault, context, whileUnavailable));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static int Status(StoreFault fault, HttpContext context, Func<HttpContext, int> whileUnavailable) => fault switch
    {
        StoreFault.Unavailable => whileUnavailable(context),
        StoreFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status500InternalServerError,
    };
}
