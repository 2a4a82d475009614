namespace Capstan.SystemTests.Databases;

/// <summary>A read of <see cref="CellReaders"/>.</summary>
/// <param name="Level">What it was promised to show.</param>
/// <param name="Start">When it was sent, by the clock of recorded calls.</param>
/// <param name="Answer">What came.</param>
internal sealed record CellRead(string Level, long Start, SqlAnswer Answer)
{
    /// <summary>Whether it shows anything but what was written.</summary>
    public bool IsWrong => !Answer.Body.Contains($"\"{CellReaders.Cell}\"", StringComparison.Ordinal);
}
