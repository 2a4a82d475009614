namespace Capstan.Database.Applying;

/// <summary>What a record that was read means for this copy.</summary>
public enum Verdict
{
    /// <summary>Void for everybody, by its place in the log.</summary>
    Void,

    /// <summary>A marker of a higher epoch than any before it.</summary>
    NewEpoch,

    /// <summary>A marker that came too late.</summary>
    OldEpoch,

    /// <summary>A valid record without an LSN.</summary>
    Marker,

    /// <summary>Valid, and in the data since this reading.</summary>
    Applied,

    /// <summary>Valid, and in the data already.</summary>
    Again,

    /// <summary>Valid, and behind a record that is not tried again.</summary>
    Waiting,
}
