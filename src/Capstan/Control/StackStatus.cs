namespace Capstan.Control;

/// <summary>
/// A stack at one moment: what <c>capstan status --json</c> prints and the admin API answers. <see cref="Version"/> goes up when a
/// member is renamed, removed or changes its meaning; new members come without notice.
/// </summary>
public sealed record StackStatus
{
    /// <summary>The version of this shape.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of this shape.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary><c>starting</c>, <c>running</c> or <c>stopping</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>process</c> or <c>docker</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Process id of the controller.</summary>
    public required int Pid { get; init; }

    /// <summary>When the controller started.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Base URLs of the gateway, the plain one first.</summary>
    public required IReadOnlyList<string> Gateway { get; init; }

    /// <summary>The gateway's access log; null without one.</summary>
    public AccessLogStatus? AccessLog { get; init; }

    /// <summary>Base URL of the admin API.</summary>
    public required string Admin { get; init; }

    /// <summary>What keeps the stack from being as wanted, one sentence each; empty when all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The services, in the order of the stack file.</summary>
    public required IReadOnlyList<ServiceStatus> Services { get; init; }

    /// <summary>The databases, in the order of the stack file.</summary>
    public IReadOnlyList<DatabaseStatus> Databases { get; init; } = [];
}
