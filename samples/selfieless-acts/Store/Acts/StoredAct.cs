using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>An act in memory: everything but its image.</summary>
internal sealed class StoredAct(ActId id, string username, WrittenTime time, string caption, string category, IActImage image)
{
    public ActId Id => id;

    public WrittenTime Time => time;

    public string Category => category;

    public long Upvotes { get; set; }

    public Act ToAct() => new(id, username, time, caption, Upvotes, category, image);
}
