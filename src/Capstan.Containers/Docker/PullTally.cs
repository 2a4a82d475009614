using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>Adds up what a pull reports layer by layer.</summary>
internal sealed class PullTally(string image)
{
    private readonly Dictionary<string, (long Bytes, long Total)> _layers = new(StringComparer.Ordinal);

    public PullProgress Add(PullMessage message)
    {
        // Only downloads count: the engine reports unpacking with the same fields, from zero again.
        if (message is { Id: { } layer, Status: "Downloading", Detail: { Current: { } current, Total: { } total } })
            _layers[layer] = (current, total);
        else if (message is { Id: { } done, Status: "Download complete" } && _layers.TryGetValue(done, out var known))
            _layers[done] = (known.Total, known.Total);
        return new PullProgress(
            image, message.Status ?? "", _layers.Values.Sum(each => each.Bytes), _layers.Values.Sum(each => each.Total));
    }
}
