namespace Capstan.Gateway.Fast.Http1;

/// <summary>A part of the bytes that were parsed, told by its place: valid wherever those bytes are moved to as a whole.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Length">Count of its bytes; 0 for none.</param>
internal readonly record struct Slice(int Start, int Length)
{
    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Its bytes.</summary>
    /// <param name="bytes">The bytes that were parsed.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
