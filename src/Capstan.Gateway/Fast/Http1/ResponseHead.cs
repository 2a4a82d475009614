namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// The head of an answer: what <see cref="ResponseParser"/> has read so far, and after that what the answer is. Used for one answer
/// after the other; call <see cref="Reset"/> between them (also between an interim and the final one).
/// </summary>
internal sealed class ResponseHead : MessageHead
{
    /// <summary>Status, 100 to 999.</summary>
    public int Status { get; internal set; }

    /// <summary>Status and reason phrase as they were sent.</summary>
    public Slice StatusAndReason { get; internal set; }

    /// <summary>Whether it says when it was made.</summary>
    public bool HasDate { get; internal set; }

    /// <summary>Value of the last Upgrade field; the only one of an answer with status 101.</summary>
    public Slice Upgrade { get; internal set; }

    /// <summary>What is wrong with an answer that was rejected: a clause for the event log. Null for every other.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether another answer to the same request follows: 1xx but for 101.</summary>
    public bool IsInterim => Status is < 200 and not 101;

    /// <inheritdoc />
    public override void Reset()
    {
        base.Reset();
        Status = 0;
        StatusAndReason = Upgrade = default;
        HasDate = false;
        Fault = null;
    }
}
