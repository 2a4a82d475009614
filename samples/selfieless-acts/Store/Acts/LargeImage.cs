using System.IO.Pipelines;
using System.Text;
using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>An image in pieces, read when wanted, some pieces at a time.</summary>
internal sealed class LargeImage(LargeImages images, string name, long pieces) : IActImage
{
    public async ValueTask WriteToAsync(PipeWriter target, CancellationToken cancellationToken)
    {
        for (long done = 0; done < pieces;)
        {
            IReadOnlyList<string> next = await images.ReadAsync(name, done, cancellationToken);
            if (next.Count == 0)
            {
                throw new StoreException($"the image {name} ends after {done} of {pieces} pieces: its act is gone for more than an hour");
            }

            foreach (string piece in next)
            {
                target.Advance(Encoding.ASCII.GetBytes(piece, target.GetSpan(piece.Length)));
                await target.FlushAsync(cancellationToken);
            }

            done += next.Count;
        }
    }
}
