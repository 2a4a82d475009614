namespace Capstan.Bench.Stacks;

/// <summary>What the bench needs of a stack's status.</summary>
internal sealed record StackView(string State, int Pid, IReadOnlyList<string> Gateway, IReadOnlyList<ServiceView> Services, IReadOnlyList<DatabaseView> Databases)
{
    public ServiceView Service(string name) => Services.Single(service => service.Name == name);
}
