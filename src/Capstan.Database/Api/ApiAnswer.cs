using System.Globalization;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api;

/// <summary>Writes answers.</summary>
internal static class ApiAnswer
{
    /// <summary>Tells in the header which position the answer shows.</summary>
    public static void Show(HttpContext context, Lsn lsn)
    {
        if (lsn > Lsn.None)
            context.Response.Headers[ApiHeaders.Position] = lsn.Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sends bytes that are JSON.</summary>
    public static Task JsonAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
