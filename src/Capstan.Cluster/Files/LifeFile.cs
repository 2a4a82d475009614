using System.Text;
using Capstan.Database.Embedded.Files;

namespace Capstan.Cluster.Files;

/// <summary>
/// The name of a folder's last life, in the worker's folder: the next one knows by it that a member that is still shown is nobody but
/// the one before it.
/// </summary>
internal static class LifeFile
{
    private const string FileName = "life";

    /// <summary>The last life's name; null when there was none.</summary>
    public static Guid? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && Guid.TryParse(File.ReadAllText(path), out var found) ? found : null;
    }

    /// <summary>Leaves this life's name in place of the last one's, whole or not at all.</summary>
    public static void Write(string folder, Guid life)
    {
        Directory.CreateDirectory(folder);
        DurableFile.Replace(Path.Combine(folder, FileName), Encoding.ASCII.GetBytes(life.ToString()));
    }
}
