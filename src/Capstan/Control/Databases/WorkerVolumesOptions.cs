namespace Capstan.Control.Databases;

/// <summary>What the containers of a database's workers are made from.</summary>
internal sealed record WorkerVolumesOptions
{
    /// <summary>Name of the database.</summary>
    public required string Database { get; init; }

    /// <summary>Their image.</summary>
    public required string Image { get; init; }

    /// <summary>What makes a worker of the image's program.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Their user, as <c>uid:gid</c>.</summary>
    public required string User { get; init; }

    /// <summary>Fingerprint of what workers are told by their engine, without secrets: another one asks for other workers.</summary>
    public required string Settings { get; init; }

    /// <summary>Absolute path of the folder of snapshots and restore files.</summary>
    public required string Snapshots { get; init; }
}
