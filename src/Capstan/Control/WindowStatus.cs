namespace Capstan.Control;

/// <summary>The running scaling window of a service.</summary>
/// <param name="Index">Number of the window, 0 for the one that began with the first request.</param>
/// <param name="Count">Requests counted in it so far.</param>
/// <param name="Length">Its length in seconds.</param>
/// <param name="EndsAt">When it ends and is decided.</param>
/// <param name="Next">Replicas that the count so far asks for.</param>
/// <param name="More">Further requests in this window that would ask for one replica more; null at the maximum.</param>
public sealed record WindowStatus(long Index, long Count, double Length, DateTimeOffset EndsAt, int Next, long? More);
