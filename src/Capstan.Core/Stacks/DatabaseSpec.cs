namespace Capstan.Core.Stacks;

/// <summary>One replicated database of a stack.</summary>
public sealed record DatabaseSpec
{
    /// <summary>Image of workers where nothing else is named: what <c>deploy/Dockerfile</c> is built as.</summary>
    public const string DefaultImage = "capstan:latest";

    /// <summary>Unique among databases and services; lower-case letters, digits and dashes, at most 40 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where its API listens. Default <c>127.0.0.1:8081</c>.</summary>
    public HostPort Listen { get; init; } = new("127.0.0.1", 8081);

    /// <summary>The broker of its queues and its log; null where they run inside Capstan. Set together with <see cref="Ensemble"/>.</summary>
    public BrokerSpec? Broker { get; init; }

    /// <summary>The ensemble of its membership; null where it runs inside Capstan. Set together with <see cref="Broker"/>.</summary>
    public EnsembleSpec? Ensemble { get; init; }

    /// <summary>Image of its workers, with tag or digest; docker runtime only. Null: the image of the container that Capstan itself runs in, and
    /// <see cref="DefaultImage"/> where it runs in none.</summary>
    public string? Image { get; init; }

    /// <summary>
    /// Scaling of the followers by reads: <see cref="ScaleSpec.Requests"/> are reads per follower and window, <see cref="ScaleSpec.Min"/>
    /// and <see cref="ScaleSpec.Max"/> bound the followers. There is one leader besides. Null means <see cref="Followers"/>.
    /// </summary>
    public ScaleSpec? Scale { get; init; }

    /// <summary>Followers wanted when <see cref="Scale"/> is not set. 0 or more, default 1.</summary>
    public int Followers { get; init; } = 1;

    /// <summary>Absolute path of the SQL script that is the first write of an empty database; null without one.</summary>
    public string? Schema { get; init; }

    /// <summary>Whether no call of the API asks for a token: whoever reaches the listener may read, write, crash workers, back up and restore.
    /// Default false. Loopback listeners only.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How long a worker that says nothing stays a member. 1 s to 1 min, default 4 s.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a worker that says nothing may stay so before it is replaced. Above <see cref="Session"/>, default 30 s.</summary>
    public TimeSpan Hang { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits for a write, a change of leader included. Default 9 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Most requests of each kind that wait. 1 or more, default 10,000.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>How long an answer under a client's <c>Idempotency-Key</c> is kept. Default 24 h.</summary>
    public TimeSpan KeyRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most of those answers. 1 or more, default 1,000,000.</summary>
    public int KeyLimit { get; init; } = 1_000_000;

    /// <summary>Records after which a follower makes a new snapshot. 100 or more, default 100,000.</summary>
    public int SnapshotRecords { get; init; } = 100_000;

    /// <summary>Bytes of log after which a follower makes a new snapshot. 1 MiB or more, default 256 MiB.</summary>
    public long SnapshotBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bound on the staleness of reads of level <c>any</c>. Default 5 s.</summary>
    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two passes of each worker over its rows, in search of damage. 1 s or more, default 10 min.</summary>
    public TimeSpan Scrub { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Fewest workers that may ever be wanted: a leader and the fewest followers.</summary>
    public int MinimumWorkers => 1 + (Scale?.Min ?? Followers);
}
