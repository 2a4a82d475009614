// The program that tests of the process runtime and of the database's log kill.
//
//   guard                      is a guard
//   host STATE COUNT COMMAND…  is a controller on the state folder STATE: starts COUNT replicas `web` of COMMAND and prints
//                              `guard PID`, `replica SLOT PID` for each, `ready`; then waits until its standard input ends
//   log FOLDER                 appends to the log in FOLDER without end and prints `POSITION DIGEST` for each message that a reader got
using Capstan.Containers.Processes;
using Capstan.ProcessHost;

return args switch
{
    ["guard"] => Guard.Run(TimeProvider.System),
    ["host", var state, var count, .. var command] => await Host.RunAsync(state, int.Parse(count), command),
    ["log", var folder] => await LogWriter.RunAsync(folder),
    _ => throw new ArgumentException("guard | host STATE COUNT COMMAND… | log FOLDER"),
};
