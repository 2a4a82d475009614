using Capstan.Core.Scaling;
using Capstan.Core.Stacks;

namespace Capstan.Control.Databases;

/// <summary>Counts the reads of one database into its scaling windows. Any thread may count.</summary>
internal sealed class ReadCounter(TimeProvider time)
{
    private volatile WindowCounter? _window;

    /// <summary>The windows; null without a scaling rule.</summary>
    public WindowCounter? Window => _window;

    /// <summary>Takes over a rule; another length of the windows begins them anew.</summary>
    public void Configure(ScaleSpec? scale)
    {
        var length = scale is null ? 0 : (long)(scale.Window.TotalSeconds * time.TimestampFrequency);
        if (_window?.Length != length)
            _window = length == 0 ? null : new WindowCounter(length);
    }

    /// <summary>A read arrived.</summary>
    /// <param name="arrival">When, in ticks of the clock.</param>
    public void Count(long arrival) => _window?.Record(arrival);
}
