using System.Globalization;
using System.Text;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>The last epoch that was given out, and to whom. One line: number and id.</summary>
internal sealed class EpochFile
{
    private const string FileName = "epoch";
    private readonly string _path;

    private EpochFile(string path, Epoch last, Guid owner) => (_path, Last, Owner) = (path, last, owner);

    public Epoch Last { get; private set; }

    public Guid Owner { get; private set; }

    /// <exception cref="EngineException">The file is none of ours.</exception>
    public static EpochFile Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new EpochFile(path, Epoch.None, Guid.Empty);
        if (File.ReadAllText(path).Trim().Split(' ') is [var number, var owner]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && Guid.TryParse(owner, out var id))
            return new EpochFile(path, new Epoch(last), id);
        throw new EngineException($"{path} does not hold an epoch. Remove it: the next leader takes one above all that the log holds.");
    }

    /// <summary>Gives the next one to somebody; durable before it returns.</summary>
    public Epoch Take(Epoch above, Guid owner)
    {
        var next = (above > Last ? above : Last).Next;
        DurableFile.Replace(_path, Encoding.ASCII.GetBytes($"{next} {owner}\n"));
        (Last, Owner) = (next, owner);
        return next;
    }
}
