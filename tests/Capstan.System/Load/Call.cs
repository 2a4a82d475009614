namespace Capstan.SystemTests.Load;

/// <summary>One call of a load: times are since the load began; <paramref name="Status"/> is 0 when no answer came.</summary>
/// <param name="Id">Unique id of the request, sent with it.</param>
/// <param name="Client">Which of the load's clients sent it.</param>
/// <param name="Method">GET or POST.</param>
/// <param name="Start">When it was sent.</param>
/// <param name="End">When its outcome was known.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="Slot">Slot that answered; null when no replica did.</param>
/// <param name="Fault">What went wrong without an answer; null otherwise.</param>
internal sealed record Call(string Id, int Client, string Method, TimeSpan Start, TimeSpan End, int Status, int? Slot, string? Fault)
{
    public bool IsOk => Status == 200;

    public TimeSpan Took => End - Start;

    public override string ToString() => $"{Method} {Id} at {Start.TotalSeconds:0.000} s for {Took.TotalMilliseconds:0} ms: {(Fault ?? Status.ToString())}";
}
