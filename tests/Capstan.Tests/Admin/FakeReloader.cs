using Capstan.Admin;
using Capstan.Control;

namespace Capstan.Tests.Admin;

/// <summary>Answers reloads as it was told to.</summary>
internal sealed class FakeReloader : IStackReloader
{
    public ReloadOutcome Outcome { get; set; } = new(true, ["acts: 2 replicas are replaced, one at a time"]);

    public List<ReloadRequest> Asked { get; } = [];

    public ReloadOutcome Reload(ReloadRequest request)
    {
        Asked.Add(request);
        return Outcome;
    }
}
