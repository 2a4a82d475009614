namespace SelfieLess.Store.Journals;

/// <summary>A change that waits for its turn: decided on the view under the lock, answered once it is on the disk.</summary>
internal abstract class Change<TView>
{
    public abstract void Decide(TView view, Appender append);

    public abstract void Succeed();

    public abstract void Fail(Exception fault);
}
