namespace Capstan.SystemTests.Harness;

/// <summary>What runs the replicas of a stack under test.</summary>
public enum Runtime
{
    Process,
    Docker,
}
