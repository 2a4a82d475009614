namespace Capstan.Containers.Docker;

/// <summary>An image name taken apart.</summary>
/// <param name="Name">Repository, with its registry where one is named.</param>
/// <param name="Version">Tag, or digest (<c>sha256:…</c>).</param>
internal sealed record ImageReference(string Name, string Version)
{
    /// <summary>A digest goes before a tag; neither means <c>latest</c>.</summary>
    public static ImageReference Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? image : image[..at];
        // A colon before the last slash belongs to the registry's port.
        var colon = name.LastIndexOf(':');
        var tagged = colon > name.LastIndexOf('/');
        var repository = tagged ? name[..colon] : name;
        if (at >= 0)
            return new ImageReference(repository, image[(at + 1)..]);
        return new ImageReference(repository, tagged ? name[(colon + 1)..] : "latest");
    }
}
