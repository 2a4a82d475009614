using System.Runtime.CompilerServices;

namespace Capstan.Testing.Databases.Engines;

/// <summary>Lets a twin's consumers wait for a change of a world that one lock guards.</summary>
public sealed class Flow
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Changes the world; whoever waits looks again.</summary>
    public T Do<T>(Func<T> change)
    {
        lock (_lock)
        {
            var result = change();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return result;
        }
    }

    public void Do(Action change) => Do(() =>
    {
        change();
        return 0;
    });

    public T Look<T>(Func<T> look)
    {
        lock (_lock)
            return look();
    }

    /// <summary>What a look gives, each time that it gives something; the look runs under the lock and may take things out of the world.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(Func<T?> look, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            T? found;
            Task changed;
            lock (_lock)
            {
                found = look();
                changed = _changed.Task;
            }

            if (found is not null)
                yield return found;
            else
                await changed.WaitAsync(cancellationToken);
        }
    }
}
