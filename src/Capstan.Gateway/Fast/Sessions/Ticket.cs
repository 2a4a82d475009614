namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// What a passage holds while it waits for another thread. Passages are used again: a result that comes after its passage has ended must not
/// meet the next request. Made, given up and redeemed on the loop's thread; only the token leaves it.
/// </summary>
internal sealed class Ticket : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private bool _isValid = true;

    private Ticket()
    {
    }

    /// <summary>A valid ticket; whoever redeems it disposes it.</summary>
    public static Ticket Issue() => new();

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Takes the result; false when nobody waits for it.</summary>
    public bool TryRedeem()
    {
        var wasValid = _isValid;
        _isValid = false;
        return wasValid;
    }

    /// <summary>Nobody waits any more.</summary>
    public void GiveUp()
    {
        _isValid = false;
        _abandoned.Cancel();
    }

    /// <inheritdoc />
    public void Dispose() => _abandoned.Dispose();
}
