using System.Formats.Tar;
using System.Globalization;

namespace Capstan.Containers.Docker;

/// <summary>
/// The archive that brings a replica its own folder and its secret files into its volume. The engine unpacks it into a container that has
/// not started yet, as root, so nobody else ever sees a file half written or with another owner.
/// </summary>
internal static class DataArchive
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The archive.</summary>
    /// <param name="data">What the replica is given.</param>
    /// <param name="user">Its user, as numbers: <c>uid</c> or <c>uid:gid</c>; without a group the group of the same number.</param>
    /// <exception cref="FormatException"><paramref name="user"/> is not numeric.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static byte[] Of(ReplicaData data, string user)
    {
        var (uid, gid) = Numbers(user);
        using var buffer = new MemoryStream();
        using (var archive = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            archive.WriteEntry(new UstarTarEntry(TarEntryType.Directory, data.Folder + "/") { Uid = uid, Gid = gid, Mode = OwnFolder });
            foreach (var file in data.Files)
            {
                using var content = new MemoryStream(File.ReadAllBytes(file.Source));
                archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file.Name) { Uid = uid, Gid = gid, Mode = OwnFile, DataStream = content });
            }
        }

        return buffer.ToArray();
    }

    private static (int Uid, int Gid) Numbers(string user)
    {
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        var uid = int.Parse(colon < 0 ? user : user.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture);
        return (uid, colon < 0 ? uid : int.Parse(user.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
