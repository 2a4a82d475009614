using System.Globalization;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Engines;

namespace Capstan.Database.Embedded.Segments;

/// <summary>
/// A position that was given out is never given out again, even when somebody empties the folder of the log: this file names a bound
/// that is moved ahead, in large steps, before any position above it is used.
/// </summary>
internal sealed class ReservedPositions
{
    private const string FileName = "base";
    private const long Step = 1_000_000;
    private readonly string _path;

    private ReservedPositions(string path, long bound) => (_path, Bound) = (path, bound);

    /// <summary>No position above it was ever used; 0 of a new log.</summary>
    public long Bound { get; private set; }

    /// <exception cref="EngineException">The file is none of ours.</exception>
    public static ReservedPositions Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new ReservedPositions(path, 0);
        return long.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out var bound) && bound >= 0
            ? new ReservedPositions(path, bound)
            : throw new EngineException($"{path} does not hold a log position. Write one there that is above every position of the log.");
    }

    /// <summary>Durable before it returns.</summary>
    public void Cover(long position)
    {
        if (position <= Bound)
            return;
        DurableFile.Replace(_path, System.Text.Encoding.ASCII.GetBytes((position + Step).ToString(CultureInfo.InvariantCulture)));
        Bound = position + Step;
    }
}
