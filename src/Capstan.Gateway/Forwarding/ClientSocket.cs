using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Forwarding;

/// <summary>What the system knows of the connection that a request of the general plane came on.</summary>
internal static class ClientSocket
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;

    // struct tcp_info of Linux: tcpi_bytes_acked lies behind 8 bytes, 24 counters of four and two rates of eight.
    private const int Offset = 120;

    /// <summary>Bytes that the client's system has acknowledged, all in all; 0 where that is not known.</summary>
    public static long Acknowledged(HttpContext http)
    {
        if (!OperatingSystem.IsLinux() || http.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
            return 0;
        Span<byte> info = stackalloc byte[Offset + sizeof(long)];
        try
        {
            return socket.GetRawSocketOption(Tcp, TcpInfo, info) == info.Length ? BitConverter.ToInt64(info[Offset..]) : 0;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile, which whoever waits for the client is told too.
            return 0;
        }
    }
}
