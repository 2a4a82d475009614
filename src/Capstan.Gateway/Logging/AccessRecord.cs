using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Capstan.Gateway.Logging;

/// <summary>A request in a ring: the same size whatever it holds, so that noting it allocates nothing.</summary>
internal struct AccessRecord
{
    /// <summary>Bytes of a request target that are kept.</summary>
    public const int LongestTarget = 512;

    /// <summary>Bytes of a method that are kept.</summary>
    public const int LongestMethod = 16;

    /// <summary>Bytes of a request's id that are kept.</summary>
    public const int LongestId = 64;

    private Client _client;
    private Method _method;
    private Target _target;
    private Id _id;
    private byte _clientLength;
    private byte _methodLength;
    private byte _idLength;
    private short _targetLength;

    public long Arrival;
    public long Answered;
    public long End;
    public long BytesIn;
    public long BytesOut;
    public string? Service;
    public string? Replica;
    public short Status;
    public byte Version;
    public byte Retries;
    public AccessEnd Ending;
    public bool IsTls;

    /// <summary>Whether the target was longer than what is kept of it.</summary>
    public bool IsCut;

    /// <summary>The client's address, 4 or 16 bytes.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> ClientBytes => ((ReadOnlySpan<byte>)_client)[.._clientLength];

    /// <summary>The method.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> MethodBytes => ((ReadOnlySpan<byte>)_method)[.._methodLength];

    /// <summary>The beginning of the request target.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> TargetBytes => ((ReadOnlySpan<byte>)_target)[.._targetLength];

    /// <summary>The request's id; empty without one.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> IdBytes => ((ReadOnlySpan<byte>)_id)[.._idLength];

    /// <summary>Takes over what is known of a request.</summary>
    public void Set(in AccessFacts facts)
    {
        Arrival = facts.Arrival;
        Answered = facts.Answered;
        End = facts.End;
        BytesIn = facts.BytesIn;
        BytesOut = facts.BytesOut;
        Service = facts.Service;
        Replica = facts.Replica;
        Status = (short)facts.Status;
        Version = facts.Version;
        Retries = facts.Retries;
        Ending = facts.Ending;
        IsTls = facts.IsTls;
        IsCut = facts.Target.Length > LongestTarget;
        _clientLength = (byte)Copy(facts.Client, _client);
        _methodLength = (byte)Copy(facts.Method, _method);
        _idLength = (byte)Copy(facts.RequestId, _id);
        _targetLength = (short)Copy(facts.Target, _target);
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }

    [InlineArray(16)]
    private struct Client
    {
        private byte _first;
    }

    [InlineArray(LongestMethod)]
    private struct Method
    {
        private byte _first;
    }

    [InlineArray(LongestId)]
    private struct Id
    {
        private byte _first;
    }

    [InlineArray(LongestTarget)]
    private struct Target
    {
        private byte _first;
    }
}
