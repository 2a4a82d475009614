namespace Capstan.Testing.Runtimes;

/// <summary>Where the replica program of the tests is; its endpoints are listed at the top of its Program.cs.</summary>
public static class TestServerProgram
{
    /// <summary>Name of the image that `./test` builds from it.</summary>
    public const string Image = "capstan-test-server:1";

    /// <summary>Its built program, from the same configuration as the running tests.</summary>
    public static string Path { get; } = Locate();

    /// <summary>Command line that runs it as a child process.</summary>
    public static IReadOnlyList<string> Command => ["dotnet", Path];

    private static string Locate()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.Combine(here.Parent!.Parent!.FullName, "Capstan.TestServer", here.Name, "Capstan.TestServer.dll");
    }
}
