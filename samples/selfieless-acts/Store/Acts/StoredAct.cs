namespace SelfieLess.Store.Acts;

/// <summary>An act in memory: everything but its image.</summary>
internal sealed class StoredAct(ActId id, string username, ActTime time, string caption, string category, IActImage image)
{
    public ActId Id => id;

    public ActTime Time => time;

    public string Category => category;

    public long Upvotes { get; set; }

    public Act ToAct() => new(id, username, time, caption, Upvotes, category, image);
}
