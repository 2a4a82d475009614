using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Capstan.Gateway.Forwarding;

/// <summary>Gives a target's answer to the client: fields of one connection left out, the rest unchanged, each piece as it comes.</summary>
internal static class ResponseWriter
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Copies status and fields. Nothing is sent yet.</summary>
    /// <exception cref="HttpRequestException">The answer has more options of its connection than may be.</exception>
    public static void CopyHead(HttpResponseMessage answer, HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = (int)answer.StatusCode;
        if (HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol))
            http.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = answer.ReasonPhrase;
        StringValues connection = default;
        if (answer.Headers.NonValidated.TryGetValues("Connection", out var values))
            connection = ToStringValues(values);
        if (HeaderRules.HasTooManyOptions(connection))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "Its Connection fields have too many options.");
        var nominates = connection.Count != 0 && HeaderRules.Nominates(connection);
        Copy(answer.Headers.NonValidated, response.Headers, nominates, connection);
        Copy(answer.Content.Headers.NonValidated, response.Headers, nominates, connection);

        // Two lengths, or one where no body can be, are taken for different things by different programs (RFC 9112 sections 6.1 and 6.3).
        if (response.StatusCode == StatusCodes.Status204NoContent || answer.Headers.NonValidated.Contains("Transfer-Encoding"))
            response.Headers.ContentLength = null;
        if (response.StatusCode == StatusCodes.Status101SwitchingProtocols && answer.Headers.NonValidated.TryGetValues("Upgrade", out var upgrade))
            response.Headers.Upgrade = ToStringValues(upgrade);
    }

    /// <summary>Copies the body and the trailers.</summary>
    /// <exception cref="IOException">The target broke off.</exception>
    /// <exception cref="OperationCanceledException">The deadline ended it.</exception>
    public static async Task CopyBodyAsync(HttpResponseMessage answer, Exchange exchange)
    {
        var source = await answer.Content.ReadAsStreamAsync(exchange.Deadline.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        await CopyAsync(source, exchange, buffer);

        // Only now: after a failure a read may still be writing into it.
        ArrayPool<byte>.Shared.Return(buffer);
        CopyTrailers(answer, exchange.Http);
    }

    private static async Task CopyAsync(Stream source, Exchange exchange, byte[] buffer)
    {
        var (http, deadline) = (exchange.Http, exchange.Deadline);
        var target = http.Response.BodyWriter;
        int start = 0, end = 0;
        while (true)
        {
            var read = source.ReadAsync(buffer.AsMemory(end), deadline.Token);

            // Nothing more at hand: what we have, if only the head, goes out now. What is at hand goes out together, and nothing
            // is given to the server before, so that an answer that breaks off at its beginning can still become another one.
            if (!read.IsCompleted && (start < end || !http.Response.HasStarted))
            {
                await FlushAsync(target, buffer.AsMemory(start, end - start), exchange);
                start = end;
            }

            var count = await read;
            if (count == 0)
                break;
            deadline.Extend();
            exchange.Notes.BytesOut += count;
            end += count;
            if (end == buffer.Length)
            {
                await FlushAsync(target, buffer.AsMemory(start, end - start), exchange);
                start = end = 0;
            }
            else if (start == end - count && http.Response.HasStarted && start > buffer.Length / 2)
            {
                // Little room is left behind what was sent already.
                buffer.AsSpan(start, count).CopyTo(buffer);
                (start, end) = (0, count);
            }
        }

        // The end of an answer whose head has gone out already would stay with the server until the next answer, unless it is chunked.
        if (http.Response.HasStarted && http.Response.ContentLength is not null && start < end)
            await FlushAsync(target, buffer.AsMemory(start, end - start), exchange);
        else
            Write(target, buffer.AsSpan(start, end - start));
    }

    private static void Write(PipeWriter target, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            // Asked for nothing in particular, the server's writer may give nothing before the answer has started.
            var room = target.GetSpan(1);
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            target.Advance(count);
            bytes = bytes[count..];
        }
    }

    private static async ValueTask FlushAsync(PipeWriter target, ReadOnlyMemory<byte> bytes, Exchange exchange)
    {
        var deadline = exchange.Deadline;
        var flush = bytes.IsEmpty ? target.FlushAsync(deadline.Token) : target.WriteAsync(bytes, deadline.Token);
        if (flush.IsCompletedSuccessfully)
            return;

        // The client is slow, not the target. The server's own smallest rate would grant it minutes for what is buffered already.
        deadline.WaitForClient(exchange.ClientProgress);
        await flush;
        deadline.Extend();
    }

    private static void Copy(
        HttpHeadersNonValidated source, IHeaderDictionary target, bool nominates, StringValues connection)
    {
        foreach (var (name, values) in source)
        {
            if (HeaderRules.IsOneHop(name) || (nominates && HeaderRules.IsNominated(connection, name)))
                continue;
            target[name] = ToStringValues(values);
        }
    }

    private static StringValues ToStringValues(HeaderStringValues values) =>
        values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);

    private static void CopyTrailers(HttpResponseMessage answer, HttpContext http)
    {
        var trailers = answer.TrailingHeaders.NonValidated;
        if (trailers.Count == 0 || http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is not { IsReadOnly: false } target)
            return;
        foreach (var (name, values) in trailers)
        {
            if (!HeaderRules.IsNoTrailer(name))
                target[name] = ToStringValues(values);
        }
    }
}
