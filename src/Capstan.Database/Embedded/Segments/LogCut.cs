namespace Capstan.Database.Embedded.Segments;

/// <summary>What was cut off at the end of the log when it was opened: a write that no fsync had covered, which nobody had seen.</summary>
/// <param name="File">The segment file.</param>
/// <param name="Offset">Where it was cut.</param>
/// <param name="Bytes">How much was cut.</param>
/// <param name="Position">The position that stood there, or would have.</param>
internal sealed record LogCut(string File, long Offset, long Bytes, long Position)
{
    public override string ToString() =>
        $"{Bytes} bytes behind message {Position - 1} were cut off {File} at byte {Offset}: they were being written when the controller ended, "
        + "and nobody had read them";
}
