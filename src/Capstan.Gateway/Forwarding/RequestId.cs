namespace Capstan.Gateway.Forwarding;

/// <summary>Names a request in the logs of all that it passes: <c>X-Request-Id</c>, 32 hexadecimal digits.</summary>
/// <param name="Origin">Drawn once for each source of ids.</param>
/// <param name="Number">Counts the requests of that source.</param>
internal readonly record struct RequestId(ulong Origin, ulong Number)
{
    /// <summary>Name of the field.</summary>
    public const string FieldName = "X-Request-Id";

    /// <summary>Digits of an id.</summary>
    public const int Length = 32;

    /// <summary>Writes its digits, <see cref="Length"/> of them.</summary>
    public void Write(Span<byte> output)
    {
        Origin.TryFormat(output, out var half, "x16");
        Number.TryFormat(output[half..], out _, "x16");
    }

    /// <inheritdoc />
    public override string ToString() => $"{Origin:x16}{Number:x16}";
}
