using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Capstan.Database.Embedded.Files;

namespace Capstan.Database.Embedded.Hub;

/// <summary>The Unix socket that workers connect to: in a folder for the owner alone, and only for processes of the same user.</summary>
internal sealed partial class HubSocket : IDisposable
{
    private const string FileName = "engine.sock";

    // The kernel's bound on the path of a socket, its final zero excluded.
    private const int LongestPath = 107;

    // SOL_SOCKET and SO_PEERCRED as Linux numbers them; the answer is pid, uid, gid.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    private readonly Socket _socket;
    private readonly string? _ownFolder;

    private HubSocket(Socket socket, string path, string? ownFolder) => (_socket, Path, _ownFolder) = (socket, path, ownFolder);

    public string Path { get; }

    /// <summary>Listens in a folder, or in a short one of its own where the path would be too long for a socket.</summary>
    public static HubSocket Listen(string folder)
    {
        string? own = null;
        var path = System.IO.Path.Combine(folder, FileName);
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            own = Directory.CreateTempSubdirectory("capstan-").FullName;
            path = System.IO.Path.Combine(own, FileName);
        }

        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            File.SetUnixFileMode(path, DurableFile.OwnerOnly);
            socket.Listen(128);
            return new HubSocket(socket, path, own);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next connection of a process of this user; others are closed.</summary>
    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = await _socket.AcceptAsync(cancellationToken);
            if (PeerUser(socket) == EffectiveUser())
                return socket;
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        File.Delete(Path);
        if (_ownFolder is not null)
            Directory.Delete(_ownFolder, recursive: true);
    }

    private static uint PeerUser(Socket socket)
    {
        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
        return (uint)credentials[1];
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
