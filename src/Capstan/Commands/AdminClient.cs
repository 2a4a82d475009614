using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Capstan.Admin;
using Capstan.Control;
using Capstan.Core.Access;
using Capstan.Drills;
using Capstan.Events;

namespace Capstan.Commands;

/// <summary>Speaks to the admin API of a running stack.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>For the stack of a record, with the token of its state folder.</summary>
    public AdminClient(AdminRecord record, BearerToken token, TimeSpan? timeout = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(record.Address) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        _http.Timeout = timeout ?? TimeSpan.FromSeconds(10);
    }

    /// <summary>The stack now.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public Task<StackStatus> StatusAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StackStatus, cancellationToken);

    /// <summary>Sets the number of replicas.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public Task<ScaleRequest> ScaleAsync(string service, int wanted, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"/v1/services/{Uri.EscapeDataString(service)}/scale",
        JsonSerializer.Serialize(new ScaleRequest(wanted), AdminJson.Default.ScaleRequest), AdminJson.Default.ScaleRequest, cancellationToken);

    /// <summary>Sets the number of followers.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public Task<ScaleRequest> ScaleDatabaseAsync(string database, int wanted, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, $"/v1/databases/{Uri.EscapeDataString(database)}/scale",
        JsonSerializer.Serialize(new ScaleRequest(wanted), AdminJson.Default.ScaleRequest), AdminJson.Default.ScaleRequest, cancellationToken);

    /// <summary>Lets a worker lead although slots that cannot be asked may hold more than the log.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async Task ForceLeaderAsync(string database, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, $"/v1/databases/{Uri.EscapeDataString(database)}/force-leader", "{}", HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>Injects a fault.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public Task<DrillInjection> DrillAsync(DrillRequest request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "/v1/drills", JsonSerializer.Serialize(request, AdminJson.Default.DrillRequest), AdminJson.Default.DrillInjection, cancellationToken);

    /// <summary>Lets go on what a drill paused.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async Task EndDrillAsync(long id, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/v1/drills/{id}/end", "{}", HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>Reads the stack file again, or only tells what that would do.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer; its faults are listed.</exception>
    public Task<ReloadOutcome> ReloadAsync(ReloadRequest request, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post, "/v1/reload", JsonSerializer.Serialize(request, AdminJson.Default.ReloadRequest), AdminJson.Default.ReloadOutcome, cancellationToken);

    /// <summary>Asks the stack to stop; returns before it has.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/stop", "{}", HttpCompletionOption.ResponseContentRead, cancellationToken);
    }

    /// <summary>The newest events.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async Task<IReadOnlyList<StackEvent>> EventsAsync(long after, int limit, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, $"/v1/events?after={after}&limit={limit}", null, EventJson.Default.EventPage, cancellationToken)).Events;

    /// <summary>Events as they come, until cancelled or the stack ends.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async IAsyncEnumerable<StackEvent> FollowEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in LinesAsync($"/v1/events?follow=1&after={after}", cancellationToken))
        {
            if (EventJson.Read(Encoding.UTF8.GetBytes(line)) is { } happened)
                yield return happened;
        }
    }

    /// <summary>Log lines; with <paramref name="follow"/> until cancelled or the stack ends.</summary>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    public async IAsyncEnumerable<LogEntry> LogsAsync(string? service, int tail, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var only = service is null ? "" : $"&service={Uri.EscapeDataString(service)}";
        await foreach (var line in LinesAsync($"/v1/logs?tail={tail}{only}{(follow ? "&follow=1" : "")}", cancellationToken))
        {
            if (JsonSerializer.Deserialize(line, AdminJson.Default.LogEntry) is { } entry)
                yield return entry;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<string> LinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await NextAsync(reader, cancellationToken) is { } line)
        {
            // Empty lines only keep the connection alive.
            if (line.Length > 0)
                yield return line;
        }
    }

    // A controller that was killed breaks its streams; for whoever follows them that is their end.
    private static async Task<string?> NextAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, string? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await SendAsync(method, path, body, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), type)
            ?? throw new AdminException("The running stack answered with nothing; is it of another version?", []);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            throw new AdminException($"The controller does not answer at {_http.BaseAddress} ({fault.Message}); 'capstan events' shows what it did last.", []);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AdminException($"The controller did not answer at {_http.BaseAddress} within {Humane.Length(_http.Timeout)}; it may be hanging.", []);
        }

        if (answer.StatusCode < HttpStatusCode.BadRequest)
            return answer;
        using (answer)
            throw await RefusalAsync(answer, cancellationToken);
    }

    private static async Task<AdminException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return new AdminException($"The running stack answered {(int)answer.StatusCode}; is it of another version?", []);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), AdminJson.Default.AdminProblem)!;
        return new AdminException($"{problem.Title} {problem.Detail}", problem.Faults);
    }
}
