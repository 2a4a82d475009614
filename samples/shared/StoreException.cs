namespace Samples.Shared;

/// <summary>A store did not do what was asked; nothing of a refused change has been acknowledged. The message is for the operator.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message)
        : base(message)
    {
    }

    public StoreException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public StoreException(StoreFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    public StoreFault Fault { get; }
}
