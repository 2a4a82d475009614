using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Capstan.Gateway.Fast.Native;

/// <summary>An internet address with a port in the form of system calls: <c>sockaddr_in</c> or <c>sockaddr_in6</c>.</summary>
internal struct SocketAddress : IEquatable<SocketAddress>
{
    /// <summary>Room for the larger of both forms.</summary>
    public const int Size = 28;

    private const int Ip4Size = 16;
    private const ushort Ip4 = 2;
    private const ushort Ip6 = 10;
    private Bytes _bytes;

    /// <summary>The address of an endpoint.</summary>
    /// <exception cref="ArgumentException">It is neither IPv4 nor IPv6.</exception>
    public SocketAddress(IPAddress address, int port)
    {
        Span<byte> bytes = _bytes;
        var is4 = address.AddressFamily == AddressFamily.InterNetwork;
        if (!is4 && address.AddressFamily != AddressFamily.InterNetworkV6)
            throw new ArgumentException($"{address} is no internet address.", nameof(address));
        MemoryMarshal.Write(bytes, is4 ? Ip4 : Ip6);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        address.TryWriteBytes(is4 ? bytes[4..] : bytes[8..], out _);
        if (!is4)
            MemoryMarshal.Write(bytes[24..], (uint)address.ScopeId);
    }

    /// <summary>Address family, as sockets are made of it.</summary>
    public readonly int Family => MemoryMarshal.Read<ushort>(All);

    /// <summary>Whether it is IPv6.</summary>
    public readonly bool IsIp6 => Family == Ip6;

    /// <summary>Bytes that are used.</summary>
    public readonly int Length => IsIp6 ? Size : Ip4Size;

    /// <summary>The port.</summary>
    public readonly int Port => BinaryPrimitives.ReadUInt16BigEndian(All[2..]);

    /// <summary>The bytes that system calls read and write.</summary>
    [UnscopedRef]
    public Span<byte> Raw => _bytes;

    [UnscopedRef]
    private readonly ReadOnlySpan<byte> All => _bytes;

    /// <summary>The address without its port.</summary>
    public readonly IPAddress ToIPAddress() => IsIp6
        ? new IPAddress(All.Slice(8, 16), MemoryMarshal.Read<uint>(All[24..]))
        : new IPAddress(All.Slice(4, 4));

    /// <summary>Whether two are of the same host, whatever their ports.</summary>
    public readonly bool HasSameHost(in SocketAddress other) =>
        Family == other.Family && (IsIp6 ? All[8..].SequenceEqual(other.All[8..]) : All.Slice(4, 4).SequenceEqual(other.All.Slice(4, 4)));

    /// <inheritdoc />
    public readonly bool Equals(SocketAddress other) => Port == other.Port && HasSameHost(other);

    /// <inheritdoc />
    public override readonly bool Equals(object? obj) => obj is SocketAddress other && Equals(other);

    /// <inheritdoc />
    public override readonly int GetHashCode() => HashCode.Combine(Family, Port, ToIPAddress());

    [InlineArray(Size)]
    private struct Bytes
    {
        private byte _first;
    }
}
