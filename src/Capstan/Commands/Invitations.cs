using Capstan.Control;
using Capstan.StackFiles;

namespace Capstan.Commands;

/// <summary>Command lines as the user would type them here, for first screens and remedies.</summary>
internal static class Invitations
{
    /// <summary>Environment variable with the word that starts Capstan, such as <c>./capstan</c>.</summary>
    public const string CommandVariable = "CAPSTAN_COMMAND";

    /// <summary>A command on a stack, for example <c>capstan status -f shop.yaml</c>.</summary>
    public static string Line(StackPlace place, CliContext context, string command)
    {
        var word = context.Environment.GetValueOrDefault(CommandVariable) is { Length: > 0 } set ? set : "capstan";
        var isUsual = Path.GetDirectoryName(place.File) == context.CurrentFolder && Path.GetFileName(place.File) is "capstan.yaml" or "capstan.yml";
        var file = isUsual || place.IsDemo ? "" : $" --file {Path.GetRelativePath(context.CurrentFolder, place.File)}";
        var isUsualState = place.StateFolder == StackStateFolder.Of(null, context.CurrentFolder, place.File, place.Name, context.Environment);
        return $"{word} {command}{file}{(isUsualState ? "" : $" --state {place.StateFolder}")}";
    }

    /// <summary>A few commands worth trying on a stack that runs.</summary>
    public static IReadOnlyList<string> For(StackStatus status, StackPlace place, CliContext context)
    {
        var routed = status.Services.FirstOrDefault(service => service.Routes.Any(route => route.StartsWith('/')));
        var scaled = status.Services.FirstOrDefault(service => service.Window is not null && service.Wanted > 0)
            ?? status.Services.LastOrDefault(service => service.Targets.Count == 0);
        var lines = new List<string> { Line(place, context, "status") };
        if (scaled is not null)
            lines.Add(Line(place, context, $"scale {scaled.Name}={scaled.Wanted + 1}"));
        if (routed is not null && status.Gateway.Count > 0)
            lines.Add($"curl -i {status.Gateway[0]}{routed.Routes.First(route => route.StartsWith('/'))}");
        if (status.Databases is [var database, ..])
            lines.Add($"curl {database.Address}/v1/query -d '{{\"sql\":\"SELECT sqlite_version()\"}}'");
        return lines;
    }
}
