using System.Reflection;

namespace Capstan;

/// <summary>Which version of Capstan this is.</summary>
internal static class ProgramVersion
{
    /// <summary>For example <c>0.1.0+1efc223</c>.</summary>
    public static string Text { get; } = Shorten(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    // The revision is a whole hash; seven digits name it well enough.
    private static string Shorten(string version) =>
        version.IndexOf('+') is var plus and >= 0 && version.Length > plus + 8 ? version[..(plus + 8)] : version;
}
