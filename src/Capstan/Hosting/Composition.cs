using System.Runtime.InteropServices;
using System.Text;
using Capstan.Commands;
using Capstan.Database.Worker;
using Capstan.Hosting.Databases;
using Capstan.StackFiles;

namespace Capstan.Hosting;

/// <summary>Where the program is put together: the only place that knows which clock, chance and guard are used.</summary>
internal static class Composition
{
    /// <summary>What runs stacks.</summary>
    public static IStackRunner Runner() => new StackRunner(TimeProvider.System, new Random().NextDouble);

    /// <summary>Runs the guard of child processes; returns its exit code.</summary>
    public static int Guard()
    {
        // Its words go where the controller's do; that this is on a full disk must not end every replica.
        var error = new StreamWriter(new OutputStream(2, mayBeLost: true), new UTF8Encoding(false)) { AutoFlush = true };
        Console.SetError(error);
        try
        {
            return Containers.Processes.Guard.Run(TimeProvider.System);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk: the controller tells the end of the guard, and this is its reason.
            Console.Error.WriteLine("capstan: the process guard cannot work: " + fault.Message);
            return ExitCodes.Failed;
        }
    }

    /// <summary>Runs a worker of a database; returns its exit code.</summary>
    public static async Task<int> WorkerAsync()
    {
        using var leave = new CancellationTokenSource();
        using var asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, raised =>
        {
            raised.Cancel = true;
            leave.Cancel();
        });
        return await WorkerProcess.RunAsync(
            WorkerEngines.OpenAsync, StackFileReader.ProcessEnvironment(), TimeProvider.System, Chance.Next, Console.Error.WriteLine,
            leave.Token);
    }
}
