using Capstan.Database.Membership;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>A worker's membership. It may outlive its process.</summary>
internal sealed class Session(Life life)
{
    public Life Life => life;

    public MemberState State { get; set; } = new();

    public bool IsOpen { get; set; } = true;
}
