using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>Callers that GET one path of a service through the gateway. Whatever is answered below 500 is an answer of the service.</summary>
internal sealed class ServiceLoad : IDrillLoad
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ServiceAddress _address;
    private readonly DrillSize _size;
    private readonly DrillCallers _callers;
    private readonly HttpClient _http;

    /// <summary>A load that waits for its begin.</summary>
    public ServiceLoad(ServiceAddress address, DrillSize size, TimeProvider time)
    {
        _address = address;
        _size = size;
        _callers = new DrillCallers(time, size.Pause);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };
        Recorder = new DrillRecorder(time);
    }

    public DrillCallKind Decisive => DrillCallKind.Request;

    public DrillRecorder Recorder { get; }

    public void Begin()
    {
        for (var number = 0; number < _size.Writers + _size.Readers; number++)
        {
            var caller = number;
            _callers.Add(cancellationToken => CallAsync(caller, cancellationToken));
        }
    }

    public Task StopAsync() => _callers.StopAsync();

    public Task<IReadOnlyList<IReadOnlyList<DrillRow>>> ReadBackAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<DrillRow>>>([]);

    public async ValueTask DisposeAsync()
    {
        await _callers.DisposeAsync();
        _http.Dispose();
    }

    private async Task CallAsync(int caller, CancellationToken cancellationToken)
    {
        var began = Recorder.Now;
        var failure = await FailureAsync(cancellationToken);
        Recorder.Add(new DrillCall
        {
            Kind = DrillCallKind.Request,
            Writer = caller,
            Began = began,
            Ended = Recorder.Now,
            Failure = failure,
            FailedAttempts = failure is null ? [] : [failure],
        });
    }

    private async Task<string?> FailureAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address.Url);
        request.Headers.Host = _address.Host;
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            return answer.StatusCode < HttpStatusCode.InternalServerError ? null : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return "no answer";
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? "given up" : "timed out";
        }
    }
}
