namespace Capstan.Commands.Drills;

/// <summary>What signals mean to a drill: the first one ends its work, so that it tidies up; the second one ends that, too.</summary>
internal sealed class DrillInterruption : IDisposable
{
    private readonly CancellationTokenSource _work;
    private readonly CancellationTokenSource _cleaning = new();
    private readonly IDisposable _handling;

    public DrillInterruption(CliContext context, CancellationToken cancellationToken)
    {
        _work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _handling = context.Signals.Handle(_ =>
        {
            if (_work.IsCancellationRequested)
                _cleaning.Cancel();
            else
                _work.Cancel();
        });
    }

    /// <summary>Ends the work.</summary>
    public CancellationToken Work => _work.Token;

    /// <summary>Ends the tidying up.</summary>
    public CancellationToken Cleaning => _cleaning.Token;

    public void Dispose()
    {
        _handling.Dispose();
        _work.Dispose();
        _cleaning.Dispose();
    }
}
