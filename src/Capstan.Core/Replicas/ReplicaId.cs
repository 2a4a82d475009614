using System.Globalization;

namespace Capstan.Core.Replicas;

/// <summary>Identity of one replica: a slot of a service, and which replica in that slot's history it is.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Slot">Number of the slot, 0 and up.</param>
/// <param name="Generation">Counts the replicas of the slot, 1 and up; never used again.</param>
public readonly record struct ReplicaId(string Service, int Slot, int Generation) : IComparable<ReplicaId>
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out ReplicaId id)
    {
        id = default;
        var slash = text?.LastIndexOf('/') ?? -1;
        var hash = text?.LastIndexOf('#') ?? -1;
        if (slash < 1 || hash < slash
            || !int.TryParse(text.AsSpan(slash + 1, hash - slash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var slot)
            || !int.TryParse(text.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
            return false;
        id = new ReplicaId(text![..slash], slot, generation);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(ReplicaId other)
    {
        var byService = string.CompareOrdinal(Service, other.Service);
        if (byService != 0)
            return byService;
        var bySlot = Slot.CompareTo(other.Slot);
        return bySlot != 0 ? bySlot : Generation.CompareTo(other.Generation);
    }

    /// <summary>Order by service, slot, generation.</summary>
    public static bool operator <(ReplicaId left, ReplicaId right) => left.CompareTo(right) < 0;

    /// <summary>Order by service, slot, generation.</summary>
    public static bool operator >(ReplicaId left, ReplicaId right) => left.CompareTo(right) > 0;

    /// <summary>Order by service, slot, generation.</summary>
    public static bool operator <=(ReplicaId left, ReplicaId right) => left.CompareTo(right) <= 0;

    /// <summary>Order by service, slot, generation.</summary>
    public static bool operator >=(ReplicaId left, ReplicaId right) => left.CompareTo(right) >= 0;

    /// <summary>For example <c>acts/0#3</c>.</summary>
    public override string ToString() => $"{Service}/{Slot}#{Generation}";
}
