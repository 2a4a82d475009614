namespace Capstan.Gateway.Fast.Http1;

/// <summary>
/// The head of an answer: what <see cref="ResponseParser"/> has read so far, and after that what the answer is. Used for one answer
/// after the other; call <see cref="Reset"/> between them (also between an interim and the final one).
/// </summary>
internal sealed class ResponseHead
{
    /// <summary>Bytes of the head with the empty line at its end; the body follows.</summary>
    public int Length { get; internal set; }

    /// <summary>Status, 100 to 999.</summary>
    public int Status { get; internal set; }

    /// <summary>The reason phrase; may be empty.</summary>
    public Slice Reason { get; internal set; }

    /// <summary>Minor version of HTTP/1: 0 or 1.</summary>
    public int Minor { get; internal set; }

    /// <summary>How the end of the body is told.</summary>
    public BodyKind Body { get; internal set; }

    /// <summary>Bytes of the body; 0 unless <see cref="Body"/> is <see cref="BodyKind.Length"/>.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>Whether the target lets the connection be used again.</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>Whether Connection names more than the usual options.</summary>
    public bool Nominates { get; internal set; }

    /// <summary>Whether it says when it was made.</summary>
    public bool HasDate { get; internal set; }

    /// <summary>The field lines.</summary>
    public FieldTable Fields { get; } = new();

    /// <summary>What is wrong with an answer that was rejected: a clause for the event log.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Whether another answer to the same request follows (1xx but 101).</summary>
    public bool IsInterim => Status is < 200 and not 101;

    /// <summary>Makes it ready for the next answer.</summary>
    public void Reset()
    {
        Fields.Clear();
        Fault = null;
    }
}
