// The program that tests of the process runtime kill.
//
//   guard                      is a guard
//   host STATE COUNT COMMAND…  is a controller on the state folder STATE: starts COUNT replicas `web` of COMMAND and prints
//                              `guard PID`, `replica SLOT PID` for each, `ready`; then waits until its standard input ends
using Capstan.Containers.Processes;
using Capstan.ProcessHost;

return args switch
{
    ["guard"] => Guard.Run(TimeProvider.System),
    ["host", var state, var count, .. var command] => await Host.RunAsync(state, int.Parse(count), command),
    _ => throw new ArgumentException("guard | host STATE COUNT COMMAND…"),
};
