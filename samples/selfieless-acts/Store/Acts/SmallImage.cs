using System.IO.Pipelines;
using System.Text;

namespace SelfieLess.Store.Acts;

/// <summary>An image that came along with its act.</summary>
internal sealed class SmallImage(string base64) : IActImage
{
    public async ValueTask WriteToAsync(PipeWriter target, CancellationToken cancellationToken)
    {
        target.Advance(Encoding.ASCII.GetBytes(base64, target.GetSpan(base64.Length)));
        await target.FlushAsync(cancellationToken);
    }
}
