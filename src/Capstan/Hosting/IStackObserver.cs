namespace Capstan.Hosting;

/// <summary>Hears about a run.</summary>
public interface IStackObserver
{
    /// <summary>
    /// Called once, as soon as the admin API listens and the control loop is about to begin. Must not block: whoever shows something
    /// follows the stack on a task of its own.
    /// </summary>
    void Started(RunningStack stack);
}
