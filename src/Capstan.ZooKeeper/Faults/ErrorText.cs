namespace Capstan.ZooKeeper;

/// <summary>Errors in words, each with what to do where that is not plain.</summary>
internal static class ErrorText
{
    public static string Of(ZooKeeperError error, string path, string? detail)
    {
        var text = Of(error);
        if (path.Length > 0)
            text = $"{path}: {text}";
        return detail is null ? $"{text}." : $"{text}. {detail}";
    }

    private static string Of(ZooKeeperError error) => error switch
    {
        ZooKeeperError.SystemError => "the server failed, or this client did",
        ZooKeeperError.ConnectionLoss => "the connection broke after the call was sent; it may have been done",
        ZooKeeperError.MarshallingError => "the server could not read the call",
        ZooKeeperError.Unimplemented => "the server does not know this call; it must be 3.6 or newer",
        ZooKeeperError.OperationTimeout or ZooKeeperError.RequestTimeout => "the server gave up waiting; the call may have been done",
        ZooKeeperError.BadArguments => "the call has an argument that cannot be used",
        ZooKeeperError.NoNode => "there is no such node",
        ZooKeeperError.NoAuth => "the credentials give no right to do this; the node's access list names somebody else",
        ZooKeeperError.BadVersion => "the node has another version",
        ZooKeeperError.NoChildrenForEphemerals => "an ephemeral node has no children",
        ZooKeeperError.NodeExists => "there is such a node already",
        ZooKeeperError.NotEmpty => "the node has children",
        ZooKeeperError.SessionExpired => "the session is over; go on with a new client",
        ZooKeeperError.InvalidAcl => "the access list is empty, or names the creator of a client without credentials",
        ZooKeeperError.AuthFailed => "the server refused the credentials",
        ZooKeeperError.AuthenticationRequired => "the servers want an authentication that this client did not give",
        ZooKeeperError.SessionMoved => "the session has moved to another server; the call was not done",
        ZooKeeperError.NotReadOnly => "the server only reads, since it has no quorum",
        ZooKeeperError.NoWatcher => "there is no such watch",
        ZooKeeperError.RuntimeInconsistency => "not done, since another operation of the multi failed",
        ZooKeeperError.Throttled => "the server has too much to do and refused the call",
        ZooKeeperError.QuotaExceeded => "the node's quota is reached",
        _ => $"the server answered with error {(int)error} ({error})",
    };
}
