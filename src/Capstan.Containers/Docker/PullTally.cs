using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>Adds up what a pull reports layer by layer.</summary>
internal sealed class PullTally(string image)
{
    private readonly Dictionary<string, (long Bytes, long Total)> _layers = new(StringComparer.Ordinal);

    public PullProgress Add(PullMessage message)
    {
        // What the engine has no time to report it passes over: a layer that comes quickly may be heard of when it is unpacked, with the same
        // fields from zero again, or when all is done with it.
        if (message is { Id: { } layer, Status: "Downloading" or "Extracting", Detail: { Current: { } current, Total: { } total } })
            _layers[layer] = (message.Status == "Extracting" ? total : current, total);
        else if (message is { Id: { } done, Status: "Download complete" or "Pull complete" } && _layers.TryGetValue(done, out var known))
            _layers[done] = (known.Total, known.Total);
        return new PullProgress(
            image, message.Status ?? "", _layers.Values.Sum(each => each.Bytes), _layers.Values.Sum(each => each.Total));
    }
}
