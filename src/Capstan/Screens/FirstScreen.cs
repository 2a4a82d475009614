using Capstan.Control;

namespace Capstan.Screens;

/// <summary>What <c>up</c> says first where nobody can watch a live screen.</summary>
internal static class FirstScreen
{
    /// <summary>The stack, its URLs and the commands worth trying.</summary>
    public static IReadOnlyList<string> Lines(StackStatus status, IReadOnlyList<string> invitations) =>
    [
        $"Stack '{status.Stack}' on {status.Runtime}, controller pid {status.Pid}",
        .. status.Gateway.Select(url => $"  gateway  {url}"),
        $"  admin    {status.Admin}",
        .. status.Services.Where(service => service.Routes.Count > 0).Select(service => $"  service  {service.Name}: {string.Join(" ", service.Routes)}"),
        .. status.Databases.Select(database => $"  database {database.Name}: {database.Address}"),
        "Try:",
        .. invitations.Select(line => "  " + line),
        "",
    ];
}
