using System.IO.Pipelines;
using Samples.Shared;
using SelfieLess.Store.Journals;

namespace SelfieLess.Store.Acts;

/// <summary>An image in the acts' journal, read when wanted and checked while it is read.</summary>
internal sealed class JournalImage(JournalFile file, Blob blob) : IActImage
{
    private const int ChunkSize = 64 * 1024;

    public async ValueTask WriteToAsync(PipeWriter target, CancellationToken cancellationToken)
    {
        uint checksum = 0;
        for (long done = 0; done < blob.Length;)
        {
            int size = (int)Math.Min(ChunkSize, blob.Length - done);
            Memory<byte> chunk = target.GetMemory(size)[..size];
            int read = file.Read(chunk.Span, blob.Offset + done);
            if (read == 0)
            {
                throw new StoreException($"{file.Path} ends inside an image");
            }

            checksum = Crc32C.Append(checksum, chunk.Span[..read]);
            target.Advance(read);
            done += read;
            await target.FlushAsync(cancellationToken);
        }

        if (checksum != blob.Checksum)
        {
            throw new StoreException($"{file.Path} is damaged: the image at byte {blob.Offset} does not match its checksum");
        }
    }
}
