using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>
/// Keeps what is known of each container, so that a listing becomes a report without asking for containers that did not change: while the
/// engine starts one or clears one away it answers no question about that one, and nobody else is to wait for it. What is kept counts
/// without being asked for again as long as somebody listens to the events.
/// </summary>
/// <param name="containers">Asks the engine.</param>
/// <param name="time">Clock of the patience.</param>
/// <param name="warn">Takes a sentence for the operator. Any thread.</param>
internal sealed class ContainerBook(DockerContainers containers, TimeProvider time, Action<string> warn) : IAsyncDisposable
{
    /// <summary>How long a report waits for inspections; not again for a container whose inspection took longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // The first one may have met an engine that was just ending or coming up.
    private const int FailuresToTell = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private object? _listener;
    private bool _isHearing;

    /// <summary>A listing with all that is known beside it.</summary>
    public async Task<IReadOnlyList<RuntimeReplica>> ReportAsync(IReadOnlyList<ContainerSummary> listed, CancellationToken cancellationToken)
    {
        var asked = Ask(listed);
        try
        {
            await Task.WhenAll(asked.Select(page => page.Inspection)).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // They are taken for what was known of them last.
        }

        lock (_lock)
        {
            foreach (var page in asked)
                page.IsLate = !page.Inspection.IsCompleted;
            return [.. listed.Select(one => PageOf(one.Id).Known.Report(one)).OfType<RuntimeReplica>().OrderBy(replica => replica.Id)];
        }
    }

    /// <summary>Begins to take events from one who listens to them, who is to name itself by what is returned; one before is not heard any more.</summary>
    public object Listen()
    {
        lock (_lock)
        {
            Doubt(isHearing: false);
            return _listener = new object();
        }
    }

    /// <summary>Takes an event, before anybody acts on it.</summary>
    public void Hear(object listener, ContainerNews news)
    {
        lock (_lock)
        {
            if (listener != _listener)
                return;
            if (news.Container is not { } container)
            {
                Doubt(isHearing: true);
                return;
            }

            var page = PageOf(container);
            page.Known = news.Event.Kind == RuntimeEventKind.Exited ? page.Known.Ended(news.Event.ExitCode) : page.Known.Doubted();
        }
    }

    /// <summary>Ends what <see cref="Listen"/> began.</summary>
    public void Leave(object listener)
    {
        lock (_lock)
        {
            if (listener == _listener)
                Doubt(isHearing: false);
        }
    }

    /// <summary>Gives up the inspections under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        Task[] left;
        lock (_lock)
            left = [.. _pages.Values.Select(page => page.Inspection)];
        // What failed was thrown where it was waited for.
        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    /// <summary>Begins the inspections that a listing calls for and that are not under way.</summary>
    /// <returns>Those that are worth waiting for.</returns>
    private List<Page> Ask(IReadOnlyList<ContainerSummary> listed)
    {
        lock (_lock)
        {
            foreach (var gone in _pages.Keys.Except(listed.Select(one => one.Id)).ToList())
                _pages.Remove(gone);
            var asked = new List<Page>();
            foreach (var one in listed)
            {
                var page = PageOf(one.Id);
                if (!page.Known.NeedsInspection(one))
                    continue;
                if (page.Inspection.IsCompleted)
                    page.Inspection = InspectAsync(one, page, page.Known);
                if (!page.IsLate)
                    asked.Add(page);
            }

            return asked;
        }
    }

    private async Task InspectAsync(ContainerSummary listed, Page page, KnownContainer before)
    {
        // The caller holds the lock.
        await Task.Yield();
        try
        {
            var details = await containers.InspectAsync(listed.Id, DockerEngine.Slow, _ending.Token);
            lock (_lock)
            {
                page.Known = page.Known.Inspected(details is null ? null : DockerContainers.Report(details), _isHearing && ReferenceEquals(page.Known, before));
                (page.IsLate, page.Failures) = (false, 0);
            }
        }
        catch (RuntimeUnavailableException fault)
        {
            // The engine listed it, so that the others can be looked after; this one is inspected again with the next listing.
            if (++page.Failures == FailuresToTell)
                warn($"The engine tells nothing of the container {listed.Name}: {fault.Message} It is taken for what was known of it last.");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
    }

    private void Doubt(bool isHearing)
    {
        _isHearing = isHearing;
        foreach (var page in _pages.Values)
            page.Known = page.Known.Doubted();
    }

    private Page PageOf(string container)
    {
        if (!_pages.TryGetValue(container, out var page))
            _pages[container] = page = new Page();
        return page;
    }

    private sealed class Page
    {
        public KnownContainer Known { get; set; } = KnownContainer.Nothing;

        public Task Inspection { get; set; } = Task.CompletedTask;

        public bool IsLate { get; set; }

        public int Failures { get; set; }
    }
}
