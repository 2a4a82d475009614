using System.Globalization;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Snapshots;

/// <summary>Names of the files: <c>snapshot-LSN-EPOCH-POSITION-CHAIN-DIGEST.sqlite</c> and <c>restore-DIGEST.sqlite</c>.</summary>
internal static class SnapshotName
{
    public const string Ending = ".sqlite";
    private const string Kind = "snapshot";

    public static string Of(Snapshot snapshot) =>
        $"{Kind}-{snapshot.Lsn.Value:D20}-{snapshot.Epoch.Value:D20}-{snapshot.Position.Value:D20}-{snapshot.Chain}-{snapshot.Digest}{Ending}";

    public static string OfRestore(Digest digest) => $"restore-{digest}{Ending}";

    /// <summary>What a file's name says; null when it names no snapshot.</summary>
    public static Snapshot? Parse(FileInfo file)
    {
        if (file.Extension != Ending
            || Path.GetFileNameWithoutExtension(file.Name).Split('-') is not [Kind, var lsn, var epoch, var position, var chain, var digest])
            return null;
        return TryNumber(lsn, out var n) && TryNumber(epoch, out var e) && TryNumber(position, out var p) && IsDigest(chain) && IsDigest(digest)
            ? new Snapshot(new Lsn(n), Digest.Parse(chain), new Epoch(e), new LogPosition(p), Digest.Parse(digest), file.Length)
            : null;
    }

    private static bool IsDigest(string text) => text.Length == Digest.Size * 2 && text.All(char.IsAsciiHexDigitLower);

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
