namespace Capstan.History;

/// <summary>What a client asked a register for.</summary>
public enum CallKind
{
    /// <summary>Its value.</summary>
    Read,

    /// <summary>To hold a value, whatever it held.</summary>
    Write,

    /// <summary>To hold a value if it holds another one now.</summary>
    Swap,
}
