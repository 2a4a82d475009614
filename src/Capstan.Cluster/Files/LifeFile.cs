namespace Capstan.Cluster.Files;

/// <summary>
/// The name of a folder's last life, in the worker's folder: the next one knows by it that a member that is still shown is nobody but
/// the one before it.
/// </summary>
internal static class LifeFile
{
    private const string FileName = "life";

    /// <summary>Leaves this life's name and tells the last one's; null when there was none.</summary>
    public static Guid? Replace(string folder, Guid life)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var earlier = File.Exists(path) && Guid.TryParse(File.ReadAllText(path), out var found) ? found : (Guid?)null;
        File.WriteAllText(path, life.ToString());
        return earlier;
    }
}
