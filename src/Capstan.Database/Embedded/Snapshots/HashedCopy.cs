using System.Buffers;
using System.Security.Cryptography;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Snapshots;

/// <summary>Copies bytes to a new, synced file and tells their digest.</summary>
internal static class HashedCopy
{
    private const int Piece = 1024 * 1024;

    public static async Task<Digest> WriteAsync(Stream source, string target, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
            UnixCreateMode = DurableFile.OwnerOnly,
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            await using var file = new FileStream(target, options);
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return new Digest(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
