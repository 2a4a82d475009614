using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>Many clients of a gateway, nothing but sockets.</summary>
internal sealed class Swarm : IDisposable
{
    private const int Patience = 15_000;
    private readonly List<Socket> _sockets = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>So many clients that are connected.</summary>
    public Swarm(int port, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            {
                NoDelay = true,
                SendTimeout = Patience,
                ReceiveTimeout = Patience,
            };
            _sockets.Add(socket);
            socket.Connect(IPAddress.Loopback, port);
        }
    }

    /// <summary>Has each of them send the same.</summary>
    public void Send(string bytes)
    {
        var encoded = Encoding.Latin1.GetBytes(bytes);
        foreach (var socket in _sockets)
            socket.Send(encoded);
    }

    /// <summary>What so many of them that get something get next; empty for an end.</summary>
    public string[] Receive(int count)
    {
        Assert.True(SpinWait.SpinUntil(() => Answered() >= count, Patience));
        return [.. _sockets.Where(IsAnswered).Take(count).Select(Receive)];
    }

    /// <summary>How many of them have got something by now, or the end.</summary>
    public int Answered() => _sockets.Count(IsAnswered);

    /// <summary>Has each of them ask a number of times, and wait for the answer every time. No answer comes in more than one piece.</summary>
    public void Ask(byte[] request, int times)
    {
        for (var i = 0; i < times; i++)
        {
            foreach (var socket in _sockets)
                socket.Send(request);
            foreach (var socket in _sockets)
                Assert.True(socket.Receive(_buffer) > 0 && _buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8));
        }
    }

    /// <summary>Has each of them ask once, one after the other.</summary>
    public void AskInTurn(byte[] request)
    {
        foreach (var socket in _sockets)
        {
            socket.Send(request);
            Assert.True(socket.Receive(_buffer) > 0 && _buffer.AsSpan().StartsWith("HTTP/1.1 200 "u8));
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
        _sockets.Clear();
    }

    private static bool IsAnswered(Socket socket) => socket.Poll(0, SelectMode.SelectRead);

    private string Receive(Socket socket) => Encoding.Latin1.GetString(_buffer, 0, socket.Receive(_buffer));
}
