namespace Capstan.Database.Log;

/// <summary>
/// Names one request for ever: the client's <c>Idempotency-Key</c>, or one that the front made. Printable ASCII, 1 to
/// <see cref="MaxLength"/> characters.
/// </summary>
/// <param name="Value">The text.</param>
public readonly record struct RequestId(string Value)
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Whether a text may be a request id.</summary>
    public static bool IsValid(string text) => text.Length is > 0 and <= MaxLength && text.All(c => c is >= '!' and <= '~');

    /// <summary>The text itself.</summary>
    public override string ToString() => Value;
}
