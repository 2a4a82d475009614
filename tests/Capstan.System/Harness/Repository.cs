namespace Capstan.SystemTests.Harness;

/// <summary>Where things lie, found from the test program upwards.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The launcher that users start.</summary>
    public static string Launcher { get; } = Path.Combine(Root, "capstan");

    /// <summary>The replica program, built in the same configuration as these tests.</summary>
    public static string TestServer { get; } = Path.Combine(
        Root, "artifacts", "bin", "Capstan.TestServer", new DirectoryInfo(AppContext.BaseDirectory).Name, "Capstan.TestServer.dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Capstan.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Capstan.slnx.");
    }
}
