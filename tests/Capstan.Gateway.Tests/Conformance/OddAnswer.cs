namespace Capstan.Gateway.Tests.Conformance;

/// <summary>An answer that may be read in two ways.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Bytes">What the replica sends, Latin-1.</param>
/// <param name="Statuses">What the client may get for it.</param>
public sealed record OddAnswer(string Name, string Bytes, string Statuses = "502")
{
    public override string ToString() => Name;
}
