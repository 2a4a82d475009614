using System.Net;
using System.Net.Sockets;

namespace Capstan.Containers.Processes;

/// <summary>Looks whether a program could listen on a host port.</summary>
internal static class PortProbe
{
    /// <summary>Null when it could, otherwise why not.</summary>
    public static StartOutcome? Check(string publish, int port)
    {
        if (!TryAddress(publish, out var address))
            return StartOutcome.Failed(StartFault.Refused, $"'{publish}' is not an IP address; set publish to one, such as 127.0.0.1.");
        if (port is < 1 or > 65535)
            return StartOutcome.Failed(StartFault.Refused, $"{port} is not a TCP port; choose ports from 1 to 65535.");
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // .NET sets SO_REUSEADDR here as servers do: connections that linger in TIME_WAIT do not count, a listener does.
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return StartOutcome.Failed(StartFault.PortTaken,
                $"Port {port} on {address} is taken by another program; end it (`ss -ltnp 'sport = :{port}'` names it) or choose other ports.");
        }
        catch (SocketException refused)
        {
            return StartOutcome.Failed(StartFault.Refused,
                $"Port {port} on {address} cannot be bound: {refused.Message}; choose another port or publish address.");
        }
    }

    private static bool TryAddress(string publish, out IPAddress address)
    {
        if (string.Equals(publish, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            address = IPAddress.Loopback;
            return true;
        }
        return IPAddress.TryParse(publish, out address!);
    }
}
