using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>Callers that go on and on while a fault is injected, each call of which is recorded.</summary>
internal interface IDrillLoad : IAsyncDisposable
{
    /// <summary>What of its calls tells that all is well again.</summary>
    DrillCallKind Decisive { get; }

    /// <summary>What was recorded.</summary>
    DrillRecorder Recorder { get; }

    /// <summary>Begins.</summary>
    void Begin();

    /// <summary>Lets every caller finish its call, and returns then.</summary>
    Task StopAsync();

    /// <summary>What is there of it afterwards, read several times; none where nothing is kept.</summary>
    Task<IReadOnlyList<IReadOnlyList<DrillRow>>> ReadBackAsync(CancellationToken cancellationToken);
}
