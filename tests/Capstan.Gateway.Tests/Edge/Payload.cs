using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Edge;

/// <summary>One attempt to make two HTTP programs see different requests.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Bytes">What is sent, Latin-1.</param>
/// <param name="Forwarded">Requests that may reach the backend: 0 for refused, 1 for re-framed.</param>
/// <param name="General">The same on the general plane, where Kestrel reads more than it must and what it forwards is harmless.</param>
public sealed record Payload(string Name, string Bytes, int Forwarded, int? General = null)
{
    /// <summary>Requests that may reach the backend on the plane under test.</summary>
    public int Expected => PlaneUnderTest.IsGeneral ? General ?? Forwarded : Forwarded;

    public override string ToString() => Name;
}
