namespace Capstan.RabbitMq.Connecting;

/// <summary>How the broker is to keep a message.</summary>
internal readonly record struct Delivery
{
    /// <summary>Whether it survives the broker's end.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>After which time nobody wants it any more; null for never.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>A name by which readers find it without looking into it; null for none.</summary>
    public string? Correlation { get; init; }
}
