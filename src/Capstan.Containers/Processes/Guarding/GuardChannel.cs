using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Processes.Guarding;

/// <summary>The guard's way to its controller. Any thread may send.</summary>
internal sealed class GuardChannel(Stream output)
{
    private const int FailureExitCode = 70;
    private readonly Lock _lock = new();

    public void Send(Frame frame)
    {
        lock (_lock)
        {
            try
            {
                frame.WriteTo(output);
            }
            catch (IOException)
            {
                // The controller is gone. The end of its other pipe tells the same to the main thread, which ends everything.
            }
        }
    }

    /// <summary>
    /// Ends the guard because of a fault that it cannot mend: the controller sees that, ends the replicas and starts another guard.
    /// </summary>
    public static void Fail(Exception fault)
    {
        Console.Error.WriteLine($"capstan: the process guard failed and is started anew: {fault}");
        Environment.Exit(FailureExitCode);
    }
}
