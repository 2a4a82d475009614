namespace Capstan.Admin;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>Whether nobody but the owner may read or write it.</summary>
    public static bool IsPrivate(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None;
}
