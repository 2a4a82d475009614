using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api;

/// <summary>Turns what ends the reading of a request into its answer, and answers for paths that are not there.</summary>
internal static class FaultAnswers
{
    /// <summary>Hands a request on.</summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody waits for an answer.
            return;
        }
        catch (Exception fault) when (Of(fault) is { } problem && !context.Response.HasStarted)
        {
            await problem.SendAsync(context);
            return;
        }

        if (context.Response.HasStarted)
            return;
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            await ApiProblem.MethodNotAllowed.SendAsync(context);
        else if (context.GetEndpoint() is null && context.Response.StatusCode == StatusCodes.Status404NotFound)
            await ApiProblem.UnknownPath.SendAsync(context);
    }

    private static ApiProblem? Of(Exception fault) => fault switch
    {
        BadRequestException or UnknownNameException => ApiProblem.BadRequest(fault.Message),
        SchemaUnreadException unread => unread.Problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblem.BodyTooLarge,
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => ApiProblem.BodyTimeout,
        BadHttpRequestException => ApiProblem.BadRequest("The body could not be read."),
        _ => null,
    };
}
