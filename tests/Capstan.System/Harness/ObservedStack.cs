namespace Capstan.SystemTests.Harness;

/// <summary>A stack as it is seen from outside: through the admin API, the gateway and the replicas' own ports.</summary>
internal abstract class ObservedStack : IDisposable
{
    private readonly HttpClient _http;

    protected ObservedStack(StackDraft draft)
    {
        Draft = draft;
        Admin = new AdminClient(draft.AdminPort, StateFolder);
        _http = new HttpClient { BaseAddress = Gateway, Timeout = TimeSpan.FromSeconds(30) };
    }

    public StackDraft Draft { get; }

    public TempFolder Folder { get; } = new();

    public string StateFolder => Path.Combine(Folder.Path, ".capstan", Draft.Name);

    public AdminClient Admin { get; }

    public Uri Gateway => new($"http://127.0.0.1:{Draft.GatewayPort}");

    /// <summary>Waits until the status is as wanted.</summary>
    public async Task<(StackView Status, TimeSpan Took)> WhenAsync(string what, TimeSpan limit, Func<StackView, bool> isSo)
    {
        StackView? last = null;
        return await Until.SomeAsync(what, limit, LookAsync, () => $"Last status: {last?.ToString() ?? "none"}");

        async Task<StackView?> LookAsync()
        {
            AssertControllerRuns();
            last = await Admin.StatusAsync();
            return last is not null && isSo(last) ? last : null;
        }
    }

    /// <summary>Waits until every service has all its replicas ready.</summary>
    public async Task<StackView> SettledAsync(TimeSpan limit) => (await WhenAsync("every replica ready", limit, status => status.IsSettled)).Status;

    public async Task<StackView> StatusAsync() => await Admin.StatusAsync() ?? throw new InvalidOperationException("The admin API does not answer.");

    /// <summary>Waits for an event.</summary>
    public async Task<EventView> EventAsync(string what, TimeSpan limit, Func<EventView, bool> isIt, long after = 0)
    {
        var (found, _) = await Until.SomeAsync(what, limit, async () => (await Admin.EventsAsync(after)).FirstOrDefault(isIt));
        return found;
    }

    public async Task<long> LastEventAsync() => (await Admin.EventsAsync()) is [.., var last] ? last.Id : 0;

    /// <summary>Asks through the gateway.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<string> TextAsync(string path) => _http.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Whether the gateway is there and a replica answers through it.</summary>
    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await GetAsync(path);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Asks a replica on its own port.</summary>
    public Task<string> AskAsync(ReplicaView replica, string path) => AskAsync(replica.Port, path);

    public Task<string> AskAsync(int port, string path) => _http.GetStringAsync($"http://127.0.0.1:{port}{path}", TestContext.Current.CancellationToken);

    public virtual void Dispose()
    {
        Admin.Dispose();
        _http.Dispose();
        Folder.Dispose();
    }

    /// <summary>Fails when nothing can come of waiting any more.</summary>
    protected abstract void AssertControllerRuns();
}
