using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Embedded.Files;

/// <summary>
/// A Unix socket's file, however deep it lies. The kernel takes no path of more than 107 bytes for a socket (<c>unix(7)</c>), but it has a
/// short name of its own for a folder that is open (<c>/proc/self/fd</c>, <c>proc(5)</c>), and that is where the file is found.
/// </summary>
internal sealed partial class SocketFile : IDisposable
{
    // O_PATH | O_CLOEXEC as Linux numbers them.
    private const int NameOnly = 0x280000;

    private readonly SafeFileHandle _folder;

    /// <summary>Opens its folder, which need not be readable.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="IOException">There is no such folder.</exception>
    public SocketFile(string path)
    {
        _folder = Open(Path.GetDirectoryName(path)!, NameOnly);
        if (_folder.IsInvalid)
            throw new IOException($"The folder of {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        EndPoint = new UnixDomainSocketEndPoint($"/proc/self/fd/{_folder.DangerousGetHandle()}/{Path.GetFileName(path)}");
    }

    /// <summary>To bind or to connect to, before this is disposed.</summary>
    public UnixDomainSocketEndPoint EndPoint { get; }

    public void Dispose() => _folder.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
