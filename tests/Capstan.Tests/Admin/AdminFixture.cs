using System.Net.Http.Headers;
using System.Text;
using Capstan.Admin;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capstan.Tests.Admin;

/// <summary>A real admin API on a free port, in front of a stack that only remembers.</summary>
internal sealed class AdminFixture : IAsyncDisposable
{
    private readonly AdminServer _server;

    private AdminFixture(AdminServer server, AdminParts parts, TempFolder folder)
    {
        _server = server;
        Parts = parts;
        Folder = folder;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(20) };
        Token = AdminToken.Load(folder.Path)!.Text;
    }

    public AdminParts Parts { get; }

    public TempFolder Folder { get; }

    public HttpClient Http { get; }

    public string Token { get; }

    public string Address => _server.Address;

    public FakeStackControl Control => (FakeStackControl)Parts.Control;

    public FakeReloader Reloader => (FakeReloader)Parts.Reloader;

    public FakeReplicaLogs Logs => (FakeReplicaLogs)Parts.Logs;

    public ManualTimeProvider Time => (ManualTimeProvider)Parts.Time;

    public EventLog Events => Parts.Events;

    public static async Task<AdminFixture> StartAsync(CancellationToken cancellationToken)
    {
        var folder = new TempFolder();
        var time = new ManualTimeProvider(FakeStackControl.Start);
        var parts = new AdminParts
        {
            Stack = "demo",
            Listen = new AdminSpec { Listen = new HostPort("127.0.0.1", 0) },
            StateFolder = folder.Path,
            Control = new FakeStackControl(),
            Events = new EventLog(folder.Path, time),
            Logs = new FakeReplicaLogs(),
            DataPlane = new FakeDataPlane(),
            Reloader = new FakeReloader(),
            Time = time,
            Loggers = NullLoggerFactory.Instance,
        };
        return new AdminFixture(await AdminServer.StartAsync(parts, cancellationToken), parts, folder);
    }

    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) => SendAsync(HttpMethod.Get, path, null, change);

    public Task<HttpResponseMessage> PostAsync(string path, string body, Action<HttpRequestMessage>? change = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), change);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Events.Dispose();
        Folder.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, Action<HttpRequestMessage>? change)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        change?.Invoke(request);
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
