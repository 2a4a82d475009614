using System.Buffers.Binary;
using System.Security.Cryptography;
using Capstan.Database.Api.Problems;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Database.Api.Modern;

/// <summary>Takes a request's body as a whole SQLite file and puts it where every worker can fetch it.</summary>
/// <param name="archive">Where it is put.</param>
/// <param name="check">Judges it.</param>
/// <param name="folder">Where it is while it comes in.</param>
/// <param name="newName">Makes a name that nobody can guess.</param>
internal sealed class FileUpload(IRestoreArchive archive, IDatabaseFileCheck check, string folder, Func<RequestId> newName)
{
    private const int HeaderSize = 100;
    private const int LargestPage = 65_536;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="use">What the file is for, as "restored from".</param>
    /// <returns>Its digest, by which it can be fetched, and its length.</returns>
    /// <exception cref="BadRequestException">It is no whole SQLite file.</exception>
    public async Task<(Digest Digest, long Length)> TakeAsync(HttpContext context, string use)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = ApiLimits.RestoreFile;
        using var file = new TemporaryFile(folder, "upload-" + newName());
        var (digest, length) = await ReceiveAsync(context.Request, file, context.RequestAborted);
        await CheckAsync(file, length, use, context.RequestAborted);
        await archive.KeepAsync(digest, file.Path, context.RequestAborted);
        return (digest, length);
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

    private async Task CheckAsync(TemporaryFile file, long length, string use, CancellationToken cancellationToken)
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
            throw new BadRequestException($"The body is a SQLite file that cannot be {use}: {fault}");
    }
}
