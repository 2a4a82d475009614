namespace Capstan.ZooKeeper;

/// <summary>A call was refused, or its outcome is unknown.</summary>
public sealed class ZooKeeperException : Exception
{
    /// <summary>Without a reason.</summary>
    public ZooKeeperException()
        : this(ZooKeeperError.SystemError)
    {
    }

    /// <summary>With a reason in words.</summary>
    public ZooKeeperException(string message)
        : this(message, null)
    {
    }

    /// <summary>With a cause.</summary>
    public ZooKeeperException(string message, Exception? innerException)
        : base(message, innerException) => (Error, Path) = (ZooKeeperError.SystemError, "");

    /// <summary>With what a server or the client said.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="path">The node that it is about, as the caller named it; empty without one.</param>
    /// <param name="detail">What to add to the words of the error; null for nothing.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public ZooKeeperException(ZooKeeperError error, string path = "", string? detail = null, Exception? innerException = null)
        : base(ErrorText.Of(error, path, detail), innerException) => (Error, Path) = (error, path);

    /// <summary>What went wrong.</summary>
    public ZooKeeperError Error { get; }

    /// <summary>The node that it is about, as the caller named it; empty without one.</summary>
    public string Path { get; }

    /// <summary>
    /// Whether nobody knows if the call was done. Look before doing it again: the version, the owner or a name of your own in the data tell.
    /// </summary>
    public bool IsUnknown => Error is ZooKeeperError.ConnectionLoss or ZooKeeperError.OperationTimeout or ZooKeeperError.RequestTimeout;
}
