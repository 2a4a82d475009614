using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Fast.Loops;

/// <summary>Something with a descriptor that a loop watches.</summary>
internal abstract class Watched : Timed
{
    /// <summary>What events name it by; 0 while it is not watched.</summary>
    internal ulong Token { get; set; }

    /// <summary>It became ready, or asked to be called again.</summary>
    /// <param name="readiness">What for; none when it asked.</param>
    public abstract void OnReady(Readiness readiness);
}
