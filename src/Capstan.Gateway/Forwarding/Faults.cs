using System.Net.Sockets;
using Capstan.Core.Health;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Forwarding;

/// <summary>Tells from an exception of an attempt whose fault it was and what may be done about it.</summary>
internal static class Faults
{
    /// <summary>Whether an exception is a way in which an attempt fails, rather than an error of the gateway.</summary>
    public static bool IsExpected(Exception exception) =>
        exception is HttpRequestException or OperationCanceledException or IOException or SocketException or ObjectDisposedException
            or InvalidOperationException;

    /// <summary>Judges the end of an attempt.</summary>
    public static Attempt Judge(Exception exception, Deadline deadline, ClientBody? body)
    {
        if (deadline.IsClientGone || deadline.IsClientStuck)
            return new Attempt(Outcome.ClientGone);
        if (body?.Fault is { } fault)
            return new Attempt(Outcome.ClientFault, Status: (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
        if (deadline.IsTargetGone)
            return new Attempt(Outcome.Removed, Detail: "the target was removed");
        if (deadline.Token.IsCancellationRequested)
            return new Attempt(Outcome.TimedOut, TargetFailure.Timeout, "no answer in time");
        return exception switch
        {
            // Not our deadline: the handler's own limit on connecting.
            OperationCanceledException => new Attempt(Outcome.NotConnected, TargetFailure.ConnectTimeout, "no connection in time"),
            ObjectDisposedException => new Attempt(Outcome.Removed, Detail: "the target was removed"),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
                new Attempt(Outcome.NotConnected, ConnectFailure(exception), exception.Message),
            _ => new Attempt(Outcome.Broken, TargetFailure.Reset, exception.Message),
        };
    }

    private static TargetFailure? ConnectFailure(Exception exception) => (exception.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => TargetFailure.Refused,

        // What this machine is short of is not the target's failure.
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable => null,
        _ => TargetFailure.ConnectTimeout,
    };
}
