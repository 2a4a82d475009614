using System.Globalization;

namespace Capstan.TestServer;

/// <summary>What the environment says.</summary>
internal static class Settings
{
    public static string Text(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;

    public static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
