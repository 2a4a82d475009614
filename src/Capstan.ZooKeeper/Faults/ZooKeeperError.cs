namespace Capstan.ZooKeeper;

/// <summary>What a server or the client says of a call. The numbers are the protocol's; others may come from newer servers.</summary>
public enum ZooKeeperError
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The server had an error of its own.</summary>
    SystemError = -1,

    /// <summary>Of a multi: not done, since another of its operations failed.</summary>
    RuntimeInconsistency = -2,

    /// <summary>The server found its data inconsistent.</summary>
    DataInconsistency = -3,

    /// <summary>The connection broke after the call was sent: it may have been done.</summary>
    ConnectionLoss = -4,

    /// <summary>The server could not read the call.</summary>
    MarshallingError = -5,

    /// <summary>The server does not know this call: it is too old.</summary>
    Unimplemented = -6,

    /// <summary>The server gave up waiting: the call may have been done.</summary>
    OperationTimeout = -7,

    /// <summary>The call has an argument that cannot be used.</summary>
    BadArguments = -8,

    /// <summary>The server does not know the session.</summary>
    UnknownSession = -12,

    /// <summary>There is no such node, or no such parent.</summary>
    NoNode = -101,

    /// <summary>The credentials give no right to do this with this node.</summary>
    NoAuth = -102,

    /// <summary>The node's version is another.</summary>
    BadVersion = -103,

    /// <summary>Ephemeral nodes have no children.</summary>
    NoChildrenForEphemerals = -108,

    /// <summary>There is such a node.</summary>
    NodeExists = -110,

    /// <summary>The node has children.</summary>
    NotEmpty = -111,

    /// <summary>The session is over.</summary>
    SessionExpired = -112,

    /// <summary>The access list is empty or names somebody whom the server does not know.</summary>
    InvalidAcl = -114,

    /// <summary>The server refused the credentials.</summary>
    AuthFailed = -115,

    /// <summary>The session has moved to another server, and this one did not do the call.</summary>
    SessionMoved = -118,

    /// <summary>A server that only reads was asked to write.</summary>
    NotReadOnly = -119,

    /// <summary>A local session has no ephemeral nodes.</summary>
    EphemeralOnLocalSession = -120,

    /// <summary>There is no such watch.</summary>
    NoWatcher = -121,

    /// <summary>The server was too busy and did not do the call in time: it may have been done.</summary>
    RequestTimeout = -122,

    /// <summary>The servers want an authentication that this client did not give.</summary>
    AuthenticationRequired = -124,

    /// <summary>The server had too much to do and refused the call.</summary>
    Throttled = -127,

    /// <summary>The node's limit of data or children is reached.</summary>
    QuotaExceeded = -125,
}
