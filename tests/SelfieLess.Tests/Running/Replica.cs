using Samples.Shared.Hosting;
using Samples.Shared.UserChecks;
using Samples.Testing;
using SelfieLess.Acts;
using SelfieLess.Store;
using SelfieLess.Users;

namespace SelfieLess.Tests.Running;

/// <summary>A replica of a service: a program of its own, or within this process, where it starts in a moment and serves the same.</summary>
internal sealed class Replica : IAsyncDisposable
{
    /// <summary>How long one in this process tries to reach a database; a program does so for longer.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private IAsyncDisposable? _running;

    private Replica(IAsyncDisposable running, Uri address) => (_running, Address, Http) = (running, address, new ServiceClient(address));

    public Uri Address { get; }

    public ServiceClient Http { get; }

    /// <param name="service">Users or Acts.</param>
    /// <param name="settings">What it is told by variables.</param>
    public static async Task<Replica> StartProgramAsync(string service, params (string Name, string Value)[] settings)
    {
        ServiceProcess process = await ServiceProcess.StartAsync($"SelfieLess.{service}", settings);
        return new Replica(process, process.Address);
    }

    /// <inheritdoc cref="StartProgramAsync" />
    public static async Task<Replica> StartHereAsync(string service, params (string Name, string Value)[] settings)
    {
        ServiceHost host = await StartAsync(service, new Variables(name => settings.FirstOrDefault(one => one.Name == name).Value));
        return new Replica(host, host.Address);
    }

    /// <summary>Ends it at once; a program is killed.</summary>
    public async Task EndAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running)
        {
            await running.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await EndAsync();
    }

    private static Task<ServiceHost> StartAsync(string service, Variables variables)
    {
        ServiceSettings settings = ServiceSettings.Read(variables, defaultPort: 0);
        if (settings.Store.Database is { } database)
        {
            settings = settings with { Store = settings.Store with { Database = database with { Deadline = Deadline } } };
        }

        return service == "Users" ? UsersService.StartAsync(settings) : ActsService.StartAsync(settings, UsersAddress.Read(variables, settings.Listen));
    }
}
