namespace Capstan.Core.Replicas;

/// <summary>Turning points of a rolling update.</summary>
public enum UpdateTurn
{
    /// <summary>A replica of the new template became ready: the old ones may be replaced.</summary>
    Proven,

    /// <summary>Every wanted replica is of the new template and ready.</summary>
    Done,

    /// <summary>A replica of the new template did not become ready: the old template is wanted again.</summary>
    Returned,
}
