using System.Net;
using System.Net.Sockets;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>An address at which nobody listens: connections are refused. Nobody else gets it before this is disposed.</summary>
internal sealed class Nobody : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Nobody() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public Target AsTarget(TargetCondition condition = TargetCondition.Healthy) =>
        new() { Id = "dead", Host = "127.0.0.1", Port = Port, Condition = condition };

    public void Dispose() => _socket.Dispose();
}
