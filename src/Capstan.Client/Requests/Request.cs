namespace Capstan.Client;

/// <summary>What is sent, as often as it takes.</summary>
internal sealed record Request
{
    /// <summary>The path below the database's address.</summary>
    public required string Path { get; init; }

    /// <summary>The JSON body; empty for a GET.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The name of a write; null for reads and for writes that may be done twice.</summary>
    public string? Key { get; init; }

    /// <summary>The position that a read must show; 0 for none.</summary>
    public long Position { get; init; }

    /// <summary>Longest time with all repetitions.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Longest wait for one answer.</summary>
    public required TimeSpan Attempt { get; init; }

    /// <summary>Whether something may be changed by it.</summary>
    public bool IsWrite { get; init; }
}
