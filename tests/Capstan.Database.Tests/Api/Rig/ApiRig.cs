using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Capstan.Core.Access;
using Capstan.Core.Scaling;
using Capstan.Core.Stacks;
using Capstan.Database.Api;
using Capstan.Database.Api.Access;
using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Queues;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>A listening API over twins, and a client of it.</summary>
internal sealed class ApiRig : IAsyncDisposable
{
    public const string Schema =
        """"
        CREATE TABLE users(username TEXT PRIMARY KEY, password TEXT NOT NULL);
        CREATE TABLE rides(rideId INTEGER PRIMARY KEY AUTOINCREMENT, created_by TEXT NOT NULL, source INTEGER, destination TEXT, note,
          both TEXT GENERATED ALWAYS AS (source || '-' || destination));
        CREATE TABLE "odd ""name"""("a b" TEXT, "select" INTEGER CHECK("select" < 100));
        CREATE TABLE joins(rideId INTEGER NOT NULL REFERENCES rides(rideId), username TEXT NOT NULL, UNIQUE(rideId, username));
        """";

    private readonly DatabaseApi _api;
    private readonly string _folder;

    private ApiRig(DatabaseApi api, SqliteQueues database, string folder)
    {
        _api = api;
        _folder = folder;
        Database = database;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(api.Address) };
    }

    public static AccessTokens Tokens { get; } = new(
        BearerToken.Of(Enumerable.Repeat((byte)1, 32).ToArray()),
        BearerToken.Of(Enumerable.Repeat((byte)2, 32).ToArray()),
        BearerToken.Of(Enumerable.Repeat((byte)3, 32).ToArray()));

    public HttpClient Client { get; }

    public SqliteQueues Database { get; }

    public FakeWorkers Workers { get; private init; } = null!;

    public FakeFiles Files { get; private init; } = null!;

    public WindowCounter Reads { get; private init; } = null!;

    public List<string> Notices { get; private init; } = null!;

    public int Port => new Uri(_api.Address).Port;

    public static async Task<ApiRig> StartAsync(bool isOpen = true, string schema = Schema, IRequestQueues? queues = null, Func<DatabaseApiParts, DatabaseApiParts>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("capstan-api-").FullName;
        var (workers, files, notices) = (new FakeWorkers(), new FakeFiles(), new List<string>());
        var database = new SqliteQueues(schema, files);
        var reads = new WindowCounter(TimeSpan.TicksPerDay);
        var parts = new DatabaseApiParts
        {
            Spec = new DatabaseSpec { Name = "main", Listen = new HostPort("127.0.0.1", 0), IsOpen = isOpen },
            Queues = queues ?? database,
            Snapshots = files,
            Reading = () => new EngineReading { View = View },
            Workers = workers,
            Backups = files,
            Archive = files,
            FileCheck = files,
            Tokens = isOpen ? null : Tokens,
            TemporaryFolder = Path.Combine(folder, "files"),
            ReadArrived = reads.Record,
            Time = TimeProvider.System,
            Chance = RandomNumberGenerator.Fill,
            Notice = notices.Add,
            Loggers = NullLoggerFactory.Instance,
        };
        var api = await DatabaseApi.StartAsync(change?.Invoke(parts) ?? parts, TestContext.Current.CancellationToken);
        return new ApiRig(api, database, folder) { Workers = workers, Files = files, Reads = reads, Notices = notices };
    }

    public static MembershipView View { get; } = new()
    {
        Members =
        [
            new Member(new Guid(1, 0, 0, new byte[8]), 0, 1000, "3.40.1", new MemberState { Applied = new Lsn(9), IsReady = true }),
            new Member(new Guid(2, 0, 0, new byte[8]), 1, 2112, "3.40.1", new MemberState { Applied = new Lsn(8), IsReady = true }),
        ],
        Leader = new Guid(1, 0, 0, new byte[8]),
        LeaderEpoch = new Epoch(4),
    };

    /// <summary>Files that backups and restores left behind.</summary>
    public IReadOnlyList<string> LeftFiles => Directory.Exists(Path.Combine(_folder, "files")) ? Directory.GetFiles(Path.Combine(_folder, "files")) : [];

    public Task<HttpResponseMessage> PostAsync(string path, string body, params ReadOnlySpan<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), headers);

    public Task<HttpResponseMessage> GetAsync(string path, params ReadOnlySpan<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return DescribedAsync(request);
    }

    /// <summary>What is mapped, as <c>POST /path</c>.</summary>
    public IEnumerable<string> Routes => _api.Endpoints.Cast<RouteEndpoint>().Select(
        endpoint => $"{Assert.Single(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)} {endpoint.RoutePattern.RawText}");

    /// <summary>Posts, expects a status, and gives the body.</summary>
    public async Task<string> PostAsync(HttpStatusCode expected, string path, string body, params (string Name, string Value)[] headers)
    {
        using var answer = await PostAsync(path, body, headers);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return text;
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.DisposeAsync();
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Whatever any test gets for an answer, the description has it.
    private async Task<HttpResponseMessage> DescribedAsync(HttpRequestMessage request)
    {
        var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.Contains("Capstan-Position"), "The answer has no position.");
        ApiDescription.Check(request, answer);
        return answer;
    }
}
