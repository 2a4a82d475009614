using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Samples.Testing.Twins;

/// <summary>Stands where the programs expect the database's API: the real SQL (a copied <c>schema.sql</c>) on a real server, and faults when they are asked for.</summary>
internal sealed class DatabaseTwin : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly TwinStore _store = new();
    private readonly Lock _lock = new();
    private readonly List<TwinRequest> _requests = [];
    private readonly List<(string Part, TwinFault Fault)> _once = [];
    private readonly List<(string Part, TaskCompletionSource Done)> _awaited = [];
    private readonly List<TwinHold> _holds = [];
    private volatile bool _isAway;

    private DatabaseTwin(WebApplication app)
    {
        _app = app;
        app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>While true, every connection breaks.</summary>
    public bool IsAway { get => _isAway; set => _isAway = value; }

    /// <summary>Status of the answer to everything; 0 for the real one.</summary>
    public int Always { get; set; }

    public IReadOnlyList<TwinRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public int Reads => Requests.Count(request => request.IsRead);

    /// <summary>What has to do with the data rather than with the counters.</summary>
    public IReadOnlyList<TwinRequest> Writes => [.. Requests.Where(request => request is { IsRead: false, IsStatus: false, IsCounting: false })];

    public static async Task<DatabaseTwin> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var twin = new DatabaseTwin(builder.Build());
        await twin._app.StartAsync(TestContext.Current.CancellationToken);
        return twin;
    }

    /// <summary>Does this to the next request that has a part in its body.</summary>
    public void FailOnce(string part, TwinFault fault)
    {
        lock (_lock)
        {
            _once.Add((part, fault));
        }
    }

    /// <summary>Keeps the next request that has a part in its body from being done until it is let go.</summary>
    public TwinHold Hold(string part)
    {
        var hold = new TwinHold(part);
        lock (_lock)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    /// <summary>Ends when a request that has a part in its body has been done.</summary>
    public Task DoneAsync(string part)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((part, done));
        }

        return done.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    /// <summary>The rows that a statement returns, as JSON.</summary>
    public string Ask(string sql) => _store.Ask(sql);

    /// <summary>Does a statement as if a client had.</summary>
    public void Do(string sql) => _store.Do(sql);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _store.Dispose();
    }

    private static string? Header(HttpContext context, string name) => context.Request.Headers[name].FirstOrDefault();

    private static async Task SendAsync(HttpContext context, TwinReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.Status == 200 ? "application/json" : "application/problem+json";
        context.Response.Headers["Capstan-Position"] = reply.Position.ToString();
        if (reply.Status == 503)
        {
            context.Response.Headers.RetryAfter = "0";
        }

        await context.Response.WriteAsync(reply.Body.ToJsonString(), context.RequestAborted);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        var request = new TwinRequest(
            context.Request.Path,
            body,
            Header(context, "Idempotency-Key"),
            Header(context, "Capstan-Position"),
            Header(context, "Authorization"));
        TwinFault? fault = Receive(request);
        await PassAsync(request, context.RequestAborted);
        if (fault is TwinFault.Hang)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        TwinReply? reply = fault switch
        {
            TwinFault.Break => null,
            TwinFault.Unavailable => TwinReply.Problem(503, 0, "unavailable"),
            _ when Always != 0 => TwinReply.Problem(Always, 0, "always"),
            _ => Do(request),
        };
        if (reply is null || fault is TwinFault.LoseAnswer)
        {
            context.Abort();
            return;
        }

        await SendAsync(context, reply);
    }

    private TwinFault? Receive(TwinRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
            int match = _once.FindIndex(once => request.Body.Contains(once.Part, StringComparison.Ordinal));
            if (match < 0)
            {
                return IsAway ? TwinFault.Break : null;
            }

            TwinFault fault = _once[match].Fault;
            _once.RemoveAt(match);
            return fault;
        }
    }

    private async Task PassAsync(TwinRequest request, CancellationToken cancellationToken)
    {
        TwinHold? hold;
        lock (_lock)
        {
            hold = _holds.Find(hold => request.Body.Contains(hold.Part, StringComparison.Ordinal));
            _ = hold is not null && _holds.Remove(hold);
        }

        if (hold is not null)
        {
            await hold.PassAsync(cancellationToken);
        }
    }

    private TwinReply Do(TwinRequest request)
    {
        if (request.IsStatus)
        {
            return TwinReply.Standing();
        }

        JsonElement body = JsonElement.Parse(request.Body);
        TwinReply reply = request.IsRead ? _store.Query(body, request.Position) : _store.Execute(body, request.Key);
        lock (_lock)
        {
            _awaited.FindAll(awaited => request.Body.Contains(awaited.Part, StringComparison.Ordinal)).ForEach(awaited => awaited.Done.TrySetResult());
        }

        return reply;
    }
}
