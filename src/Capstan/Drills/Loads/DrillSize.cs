namespace Capstan.Drills.Loads;

/// <summary>How many call at once, and how quickly.</summary>
/// <param name="Writers">Callers that write, 1 or more; callers of a service.</param>
/// <param name="Readers">Callers that read, 0 or more.</param>
/// <param name="Pause">Of each caller between two calls.</param>
internal sealed record DrillSize(int Writers, int Readers, TimeSpan Pause)
{
    /// <summary>Just enough to see when something is answered again.</summary>
    public static DrillSize Probe { get; } = new(1, 1, TimeSpan.FromMilliseconds(10));
}
