namespace Capstan.Containers;

/// <summary>Why a replica could not be started.</summary>
public enum StartFault
{
    /// <summary>It was started.</summary>
    None,

    /// <summary>Somebody else has its host port. Worth another try later.</summary>
    PortTaken,

    /// <summary>The program or image does not exist. Another try helps only after somebody did something.</summary>
    NotFound,

    /// <summary>The runtime refused the template (a bad mount, user, limit …).</summary>
    Refused,

    /// <summary>A passing fault of the runtime.</summary>
    Transient,
}
