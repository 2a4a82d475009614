using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Capstan.SystemTests.Load;

/// <summary>Sends a load and records every call until it is stopped or reaches one of its bounds.</summary>
internal sealed class LoadClient
{
    private static int _loads;

    private readonly LoadPlan _plan;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop;
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly Task _work;
    private readonly int _load = Interlocked.Increment(ref _loads);
    private int _sent;

    private LoadClient(LoadPlan plan)
    {
        _plan = plan;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = plan.Clients * 2 })
        {
            BaseAddress = plan.Target,
            Timeout = plan.Patience,
        };
        _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _stop.CancelAfter(plan.Limit);
        _work = Task.WhenAll(Enumerable.Range(0, plan.Clients).Select(client => Task.Run(() => RunAsync(client))));
    }

    /// <summary>Time since the load began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_begin);

    /// <summary>Calls whose outcome is known.</summary>
    public int Count => _calls.Count;

    public static LoadClient Start(LoadPlan plan) => new(plan);

    /// <summary>Waits until so many more calls are done.</summary>
    public Task MoreAsync(int calls)
    {
        var wanted = Count + calls;
        return Harness.Until.TrueAsync($"{calls} more calls", TimeSpan.FromSeconds(30), () => Count >= wanted);
    }

    /// <summary>Lets the calls in flight end and tells what happened.</summary>
    public async Task<LoadReport> StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _http.Dispose();
        _stop.Dispose();
        var report = new LoadReport([.. _calls.OrderBy(call => call.Start)]);
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        return report;
    }

    private async Task RunAsync(int client)
    {
        using var pace = new PeriodicTimer(_plan.Pace);
        while (!_stop.IsCancellationRequested && Interlocked.Increment(ref _sent) is var number && number <= _plan.Most)
        {
            _calls.Enqueue(await CallAsync(client, $"{_load}-{client}-{number}", _plan.Posts && number % 2 == 1));
            try
            {
                await pace.WaitForNextTickAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<Call> CallAsync(int client, string id, bool isPost)
    {
        var method = isPost ? HttpMethod.Post : HttpMethod.Get;
        using var request = new HttpRequestMessage(method, $"/work?id={id}&ms={_plan.WorkMs}");
        if (isPost)
            request.Content = new StringContent(id);
        var start = Now;
        try
        {
            using var answer = await _http.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            var status = (int)answer.StatusCode;
            return new Call(id, client, method.Method, start, Now, status, status == 200 ? SlotOf(body) : null, null);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or IOException)
        {
            return new Call(id, client, method.Method, start, Now, 0, null, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private static int SlotOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("slot").GetInt32();
}
