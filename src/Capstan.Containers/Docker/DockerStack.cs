using System.Security.Cryptography;
using System.Text;

namespace Capstan.Containers.Docker;

/// <summary>The stack that a Docker runtime works for. Everything it makes carries <see cref="Id"/>, and it touches nothing else.</summary>
/// <param name="Name">Name of the stack; only for people who read labels.</param>
/// <param name="Id">Opaque text that no other stack of this engine has, the same after every restart; one per state folder.</param>
/// <param name="Folder">Absolute path of the stack file's folder; no folder outside of it is ever mounted.</param>
public sealed record DockerStack(string Name, string Id, string Folder)
{
    /// <summary>
    /// Six hexadecimal digits that tell stacks apart in names. The stack's own name is kept out of them: whoever looks for a service in
    /// <c>docker ps</c> must not find its neighbours.
    /// </summary>
    public string Short { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Id)))[..6];
}
