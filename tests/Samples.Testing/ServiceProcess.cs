using System.Diagnostics;
using System.Reflection;

namespace Samples.Testing;

/// <summary>A program of a sample as a child process on a free port.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Http = new ServiceClient(address);
    }

    public Uri Address { get; }

    public ServiceClient Http { get; }

    /// <param name="program">As <c>RideShare.Users</c>: the sample and its program.</param>
    /// <param name="environment">What it is told beside its host and port.</param>
    public static async Task<ServiceProcess> StartAsync(string program, params (string Name, string Value)[] environment)
    {
        Process process = Process.Start(Command(program, environment))!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        string line = await process.StandardOutput.ReadLineAsync(deadline.Token) ?? "nothing";
        return new ServiceProcess(process, new Uri(line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(',')));
    }

    /// <summary>Starts a program that cannot start and returns its exit code and its last words.</summary>
    public static async Task<(int Exit, string Error)> FailAsync(string program, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = Command(program, environment);
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        string error = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, error);
    }

    /// <summary>Ends the process at once, wherever it is.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string program, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [ProgramPath(program)]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PORT"] = "0";
        start.Environment["HOST"] = "127.0.0.1";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static string ProgramPath(string program)
    {
        Dictionary<string, string?> build = typeof(ServiceProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        return Path.Combine(build["Programs"]!, program, build["Configuration"]!, $"{program.Split('.')[1]}.dll");
    }
}
