namespace Capstan.Drills.Loads;

/// <summary>How far a writer has come, as it may tell others.</summary>
/// <param name="Number">The number of its last acknowledged row; 0 before the first.</param>
/// <param name="Position">The log position that this was answered with.</param>
internal sealed record WriterProgress(long Number, long Position)
{
    /// <summary>Nothing yet.</summary>
    public static WriterProgress None { get; } = new(0, 0);
}
