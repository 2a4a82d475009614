namespace Capstan.Containers;

/// <summary>How far a pull has come.</summary>
/// <param name="Image">The image.</param>
/// <param name="Phase">What the engine is doing, in its own words.</param>
/// <param name="Bytes">Bytes fetched so far, of all layers.</param>
/// <param name="Total">Bytes of all layers known so far.</param>
public sealed record PullProgress(string Image, string Phase, long Bytes, long Total);
