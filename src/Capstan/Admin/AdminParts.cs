using Capstan.Containers;
using Capstan.Control;
using Capstan.Core.Stacks;
using Capstan.Events;
using Capstan.Gateway;
using Microsoft.Extensions.Logging;

namespace Capstan.Admin;

/// <summary>What the admin API of one stack stands on.</summary>
public sealed record AdminParts
{
    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary>Where to listen.</summary>
    public required AdminSpec Listen { get; init; }

    /// <summary>The stack's state folder: <c>token</c> and <c>admin.json</c> are kept here.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The running stack.</summary>
    public required IStackControl Control { get; init; }

    /// <summary>Its events.</summary>
    public required EventLog Events { get; init; }

    /// <summary>What its replicas write.</summary>
    public required IReplicaLogs Logs { get; init; }

    /// <summary>Its traffic.</summary>
    public required IDataPlane DataPlane { get; init; }

    /// <summary>Reads the stack file again and hands it to the stack.</summary>
    public required IStackReloader Reloader { get; init; }

    /// <summary>Time of the failure limit, the keep-alives of streams and the record.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where the server's own warnings go.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
