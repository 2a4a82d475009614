using Capstan.Admin;
using Capstan.Control;

namespace Capstan.Tests.Admin;

/// <summary>Answers reloads as it was told to.</summary>
internal sealed class FakeReloader : IStackReloader
{
    public ReloadOutcome Outcome { get; set; } = new(true, ["acts: 2 replicas are replaced, one at a time"]);

    public List<(string? File, IReadOnlyList<string>? Set)> Asked { get; } = [];

    public ReloadOutcome Reload(string? file, IReadOnlyList<string>? set)
    {
        Asked.Add((file, set));
        return Outcome;
    }
}
