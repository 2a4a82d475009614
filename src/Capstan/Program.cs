using System.Runtime.InteropServices;
using Capstan.Commands;
using Capstan.Hosting;

// The guard of child processes is this program too, and must be as small and quick as can be: nothing else of it is loaded.
if (args is [ThisProgram.GuardWord])
    return Composition.Guard();

// So are the workers of databases.
if (args is [ThisProgram.WorkerWord])
    return await Composition.WorkerAsync();

var context = SystemContext.Create(Composition.Runner);
PosixSignal[] known = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
var registrations = known.Select(signal => PosixSignalRegistration.Create(signal, raised => raised.Cancel = context.Signals.Raise(signal))).ToList();
var exitCode = await CapstanProgram.RunAsync(args, context, CancellationToken.None);
try
{
    await context.Console.Out.FlushAsync();
}
catch (BrokenPipeException)
{
    // Whoever read the output has seen enough.
}

registrations.ForEach(registration => registration.Dispose());
return exitCode;
