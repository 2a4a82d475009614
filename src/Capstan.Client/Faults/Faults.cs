using System.Net.Sockets;

namespace Capstan.Client;

/// <summary>Tells faults from what was caught or answered.</summary>
internal static class Faults
{
    /// <summary>
    /// Whether an exception is one of the connection: refused, broken, too late, or an answer that is none. The handler lets a bare
    /// <see cref="SocketException"/> through when a connection is reset in the moment in which it was made.
    /// </summary>
    /// <param name="fault">What was caught.</param>
    /// <param name="cancellationToken">The caller's own; when it ended the attempt, that is no fault.</param>
    public static bool IsOfConnection(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or IOException or SocketException or InvalidDataException
        || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>The fault of a connection.</summary>
    public static Fault OfConnection(Exception fault, Uri address, TimeSpan limit) => fault switch
    {
        InvalidDataException => OfGarbage(address, fault),

        // The handler's own limit on connecting: nothing was sent.
        OperationCanceledException { InnerException: TimeoutException } => NoAnswer($"The database at {address} cannot be reached: the connection is not accepted.", mayBeDone: false, fault),
        OperationCanceledException => NoAnswer($"The database at {address} did not answer within {limit.TotalSeconds:0.#} s.", mayBeDone: true, fault),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } =>
            NoAnswer($"The database at {address} cannot be reached: {fault.Message}", mayBeDone: false, fault),
        _ => NoAnswer($"The connection to the database at {address} broke: {fault.Message}", mayBeDone: true, fault),
    };

    /// <summary>The fault of an answer that is no success.</summary>
    public static Fault OfAnswer(HttpResponseMessage answer, ReadOnlySpan<byte> body)
    {
        var status = (int)answer.StatusCode;
        var problem = Problem.TryRead(body);
        var code = problem?.Code ?? DatabaseErrors.BadAnswer;
        return new Fault
        {
            Status = status,
            Code = code,
            Message = problem?.Message ?? $"The answer has the status {status} and is not the database's.",
            Constraint = problem?.Constraint,
            RetryAfter = answer.Headers.RetryAfter?.Delta,
            Position = Wire.PositionOf(answer),
            MayBeDone = FaultRules.MayBeDone(status, code),
        };
    }

    /// <summary>The fault of a success that cannot be read.</summary>
    public static Fault OfGarbage(Uri address, Exception cause) => new()
    {
        Status = 200,
        Code = DatabaseErrors.BadAnswer,
        Message = $"What answers at {address} does not speak as the database does: {cause.Message}",
        MayBeDone = true,
        Cause = cause,
    };

    private static Fault NoAnswer(string message, bool mayBeDone, Exception cause) =>
        new() { Code = DatabaseErrors.NoAnswer, Message = message, MayBeDone = mayBeDone, Cause = cause };
}
