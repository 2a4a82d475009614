namespace SelfieLess.Store;

/// <summary>The store cannot be read or written; nothing of the refused change has been acknowledged.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
