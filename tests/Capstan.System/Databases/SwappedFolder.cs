using System.Runtime.InteropServices;

namespace Capstan.SystemTests.Databases;

/// <summary>A file in place of a folder, so that whoever needs the folder cannot start; the folder comes back as it was. Both at once, so that nobody
/// makes another folder in between.</summary>
internal sealed partial class SwappedFolder : IDisposable
{
    private const int Here = -100;
    private const uint Exchange = 2;

    private readonly string _folder;

    private SwappedFolder(string folder) => _folder = folder;

    private string Other => _folder + ".away";

    public static SwappedFolder Begin(string folder)
    {
        var swapped = new SwappedFolder(folder);
        File.WriteAllText(swapped.Other, "");
        swapped.Swap();
        return swapped;
    }

    public void Dispose()
    {
        Swap();
        File.Delete(Other);
    }

    private void Swap() => Assert.True(renameat2(Here, _folder, Here, Other, Exchange) == 0, $"exchanging {_folder} and {Other}: error {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);
}
