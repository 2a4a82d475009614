namespace Samples.Shared;

/// <summary>Why a store did not do what was asked.</summary>
public enum StoreFault
{
    /// <summary>What is stored cannot be read or written, and only an operator can mend it.</summary>
    Failed,

    /// <summary>It gives no answer in time, which passes; the operator has been told.</summary>
    Unavailable,

    /// <summary>What a client sent is larger than the store takes.</summary>
    TooLarge,
}
