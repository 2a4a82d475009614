using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>
/// Reads and writes that see each other: the highest log position of any answer goes along with every read, and the database answers
/// from a state that is at least as new.
/// </summary>
public sealed class DatabaseSession(DatabaseLink link)
{
    private const int LargeBody = 1_000_000;

    private long _position;

    /// <summary>Does all statements or none. It is done once, even when the answer to the first try was lost.</summary>
    /// <exception cref="DatabaseException">It is refused, or its outcome is not known.</exception>
    public Task<WriteOutcome> WriteAsync(CancellationToken cancellationToken, params ReadOnlySpan<Statement> statements) =>
        WriteAsync(Guid.NewGuid().ToString("N"), Body(statements, level: null), cancellationToken);

    /// <summary>The same for statements that do no harm when they are done twice; the database need not remember them.</summary>
    /// <exception cref="DatabaseException">It is refused, or its outcome is not known.</exception>
    public Task<WriteOutcome> WriteRepeatableAsync(CancellationToken cancellationToken, params ReadOnlySpan<Statement> statements) =>
        WriteAsync(key: null, Body(statements, level: null), cancellationToken);

    /// <summary>Answers all statements from one state, as an array of results.</summary>
    /// <exception cref="DatabaseException">There is no answer.</exception>
    public Task<JsonElement> ReadAsync(CancellationToken cancellationToken, params ReadOnlySpan<Statement> statements)
    {
        long position = Volatile.Read(ref _position);
        // A program that has just started has seen nothing, but its clients have.
        string level = link.Level == ReadLevel.Linear || position == 0 ? "linear" : "session";
        return ReadAsync(Body(statements, level), position, cancellationToken);
    }

    private static ReadOnlyMemory<byte> Body(ReadOnlySpan<Statement> statements, string? level)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteStartArray("statements");
        foreach (Statement statement in statements)
        {
            statement.Write(json);
        }

        json.WriteEndArray();
        if (level is not null)
        {
            json.WriteString("level", level);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static HttpRequestMessage Request(string path, ReadOnlyMemory<byte> body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (body.Length > LargeBody)
        {
            // The database refuses before it is sent, instead of in the middle of it, which would look like a broken connection.
            request.Headers.ExpectContinue = true;
        }

        return request;
    }

    private static JsonElement Results(Reply reply) =>
        reply.Status == 200 && reply.Body.Field("results") is { ValueKind: JsonValueKind.Array } results
            ? results
            : throw (reply.Status == DatabaseException.TooLarge
                ? new DatabaseException(DatabaseException.TooLarge, "the database takes no request of this size")
                : new DatabaseException(DatabaseException.Refused, $"the database refuses: {reply.Status} {reply.Code} {reply.Body.Text("detail")}"));

    private async Task<WriteOutcome> WriteAsync(string? key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Reply reply = await link.SendAsync(
            () =>
            {
                HttpRequestMessage request = Request("/v1/execute", body);
                if (key is not null)
                {
                    request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                }

                return request;
            },
            cancellationToken);
        See(reply.Position);
        return (reply.Code, reply.Body.Text("constraint")) switch
        {
            ("nothing_matched", _) => new WriteOutcome(WriteVerdict.NothingMatched, default),
            ("constraint", "unique") => new WriteOutcome(WriteVerdict.Taken, default),
            _ => new WriteOutcome(WriteVerdict.Done, Results(reply)),
        };
    }

    private async Task<JsonElement> ReadAsync(ReadOnlyMemory<byte> body, long position, CancellationToken cancellationToken)
    {
        Reply reply = await link.SendAsync(
            () =>
            {
                HttpRequestMessage request = Request("/v1/query", body);
                if (position > 0)
                {
                    request.Headers.TryAddWithoutValidation("Capstan-Position", position.ToString());
                }

                return request;
            },
            cancellationToken);
        See(reply.Position);
        return Results(reply);
    }

    private void See(long position)
    {
        long known = Volatile.Read(ref _position);
        while (position > known)
        {
            long before = Interlocked.CompareExchange(ref _position, position, known);
            known = before == known ? position : before;
        }
    }
}
