using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Database.Api.Modern;

/// <summary><c>POST /v1/restore</c>: the user tables become those of a SQLite file, on all workers at one place of the log.</summary>
internal sealed class RestoreEndpoint(
    DatabaseFront front, SchemaCache schema, IRestoreArchive archive, IDatabaseFileCheck check, string folder, Func<RequestId> newName)
{
    private const int HeaderSize = 100;
    private const int LargestPage = 65_536;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var (key, deadline) = (RequestHeaders.Key(request), RequestHeaders.Deadline(request));
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = ApiLimits.RestoreFile;
        using var file = new TemporaryFile(folder, "restore-" + newName());
        var (digest, length) = await ReceiveAsync(request, file, context.RequestAborted);
        await CheckAsync(file, length, context.RequestAborted);
        await archive.KeepAsync(digest, file.Path, context.RequestAborted);
        var outcome = await front.WriteAsync(RecordKind.Restore, new RestoreBody(digest, length).Encode(), key, deadline);
        schema.Changed();
        if (outcome.Answer is { } answer)
            ApiAnswer.Show(context, answer.Lsn);
        await (outcome.Problem?.SendAsync(context) ?? DoneAsync(context, outcome, digest));
    }

    private static async Task<(Digest Digest, long Length)> ReceiveAsync(HttpRequest request, TemporaryFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = file.Create();
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                hash.AppendData(part.Span);
                await target.WriteAsync(part, cancellationToken);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        await target.FlushAsync(cancellationToken);
        return (new Digest(hash.GetHashAndReset()), target.Length);
    }

    private async Task CheckAsync(TemporaryFile file, long length, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        await using (var content = file.Open())
        {
            if (await content.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken) < HeaderSize
                || !header.AsSpan().StartsWith(Magic))
                throw new BadRequestException("The body is not a SQLite file.");
        }

        const int pageSizeAt = 16;
        var stored = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(pageSizeAt));
        var page = stored == 1 ? LargestPage : stored;
        if (page < 512 || length % page != 0)
            throw new BadRequestException("The body is a SQLite file that was cut short: its length is no multiple of its page size.");
        if (await Task.Run(() => check.FindFault(file.Path, cancellationToken), cancellationToken) is { } fault)
            throw new BadRequestException($"The body is a SQLite file that cannot be restored from: {fault}");
    }

    private static Task DoneAsync(HttpContext context, Outcome outcome, Digest digest) => ApiAnswer.JsonAsync(
        context,
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["position"] = outcome.Answer!.Lsn.Value,
            ["requestId"] = outcome.Request!.Value.Value,
            ["digest"] = digest.ToString(),
        }));
}
