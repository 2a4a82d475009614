using System.Collections.Concurrent;
using System.Net;
using Capstan.Core.Stacks;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A started gateway with the services of a test, on the plane under test.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];

    private GatewayRig(GatewayHost host, GatewayAddresses addresses, TestLog log)
    {
        Log = log;
        Host = host;
        Addresses = addresses;
        Client = CreateClient();
    }

    public TestLog Log { get; }

    public GatewayHost Host { get; }

    public GatewayAddresses Addresses { get; }

    public HttpClient Client { get; }

    public ConcurrentQueue<DataPlaneNotice> Notices { get; } = new();

    public int Port => Addresses.Plain.Port;

    public static ServiceSpec Service(string name = "web", string path = "/web", RequestLimits? limits = null) =>
        new() { Name = name, Routes = [new RouteSpec(path)], Limits = limits ?? new RequestLimits() };

    /// <summary>A gateway with one service whose targets are these backends.</summary>
    public static async Task<GatewayRig> StartAsync(ServiceSpec? service = null, GatewaySpec? spec = null, params Backend[] backends)
    {
        var rig = await StartAsync(spec, service ?? Service());
        rig._owned.AddRange(backends);
        rig.SetTargets([.. backends.Select(backend => backend.AsTarget())]);
        return rig;
    }

    public static async Task<GatewayRig> StartAsync(GatewaySpec? spec, params ServiceSpec[] services)
    {
        spec = (spec ?? new GatewaySpec()) with { Listen = new HostPort("127.0.0.1", 0), Plane = PlaneUnderTest.Value };
        var log = new TestLog();
        var host = GatewayHost.Create(spec, TimeProvider.System, log);
        host.Plane.Configure(services);
        var rig = new GatewayRig(host, await host.StartAsync(TestContext.Current.CancellationToken), log);
        host.Plane.Noticed += rig.Notices.Enqueue;
        return rig;
    }

    /// <summary>A gateway with one service in front of a raw backend.</summary>
    public static async Task<GatewayRig> StartAsync(RawBackend backend, GatewaySpec? spec = null, RequestLimits? limits = null)
    {
        var rig = await StartAsync(spec, Service(limits: limits));
        rig.SetTargets(backend.AsTarget());
        return rig;
    }

    public void SetTargets(params Target[] targets) => Host.Plane.SetTargets("web", targets);

    public ServiceReading Read() => Host.Plane.Read("web")!;

    public HttpClient CreateClient(Version? version = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
    })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{Port}"),
        DefaultRequestVersion = version ?? HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public Task<string> GetAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    public async Task<DataPlaneNotice> NoticeAsync(DataPlaneNoticeKind kind)
    {
        DataPlaneNotice? found = null;
        await Eventually.TrueAsync(() => (found = Notices.FirstOrDefault(notice => notice.Kind == kind)) is not null);
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        var errors = string.Join("\n", Log.Errors);
        Assert.True(errors.Length == 0, errors);
    }
}
