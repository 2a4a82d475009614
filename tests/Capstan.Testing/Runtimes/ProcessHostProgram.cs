namespace Capstan.Testing.Runtimes;

/// <summary>Where the program is that tests of the process runtime kill; its commands are listed at the top of its Program.cs.</summary>
public static class ProcessHostProgram
{
    /// <summary>Its built program, from the same configuration as the running tests.</summary>
    public static string Path { get; } = Locate();

    /// <summary>Command line that runs it as a guard.</summary>
    public static IReadOnlyList<string> GuardCommand => ["dotnet", Path, "guard"];

    private static string Locate()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Capstan.ProcessHost", here.Name, "Capstan.ProcessHost.dll");
    }
}
