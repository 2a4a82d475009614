namespace SelfieLess.Store.Acts;

/// <summary>An unsigned whole number without an upper bound, kept as its decimal digits.</summary>
public readonly record struct ActId
{
    private readonly string? _digits;

    private ActId(string digits) => _digits = digits;

    /// <summary>At least one digit, without leading zeros.</summary>
    public string Digits => _digits ?? "0";

    /// <summary>Digits only: no sign, point or exponent.</summary>
    public static ActId? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        string digits = text.TrimStart('0');
        return new ActId(digits.Length == 0 ? "0" : digits);
    }

    public override string ToString() => Digits;
}
