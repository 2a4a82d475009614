using System.Net.Sockets;
using System.Runtime.InteropServices;
using Capstan.Database.Embedded.Files;

namespace Capstan.Database.Embedded.Hub;

/// <summary>The Unix socket that workers connect to: in a folder for the owner alone, and only for processes of the same user.</summary>
internal sealed partial class HubSocket : IDisposable
{
    private const string FileName = "engine.sock";

    // SOL_SOCKET and SO_PEERCRED as Linux numbers them; the answer is pid, uid, gid.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    private readonly Socket _socket;
    private readonly SocketFile _file;

    private HubSocket(Socket socket, SocketFile file, string path) => (_socket, _file, Path) = (socket, file, path);

    public string Path { get; }

    /// <summary>Listens in a folder.</summary>
    public static HubSocket Listen(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        File.Delete(path);
        var file = new SocketFile(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(file.EndPoint);
            File.SetUnixFileMode(path, DurableFile.OwnerOnly);
            socket.Listen(128);
            return new HubSocket(socket, file, path);
        }
        catch
        {
            socket.Dispose();
            file.Dispose();
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
        _file.Dispose();
        File.Delete(Path);
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
