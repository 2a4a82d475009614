using Capstan.Admin;

namespace Capstan.Commands;

/// <summary>Finds the controller of a stack by the record in its state folder.</summary>
internal static class RunningStackFinder
{
    /// <summary>The record of a controller that lives; null when the stack does not run.</summary>
    public static AdminRecord? Find(string stateFolder) =>
        AdminRecordFile.Read(stateFolder) is { } record && ProcessStamp.IsAlive(record) ? record : null;

    /// <summary>A client of the running stack; null, with how to start it written, when it does not run.</summary>
    public static AdminClient? Connect(StackPlace place, CliContext context)
    {
        if (Find(place.StateFolder) is not { } record)
        {
            context.Console.Error.WriteLine($"capstan: the stack '{place.Name}' is not running; start it with: {Invitations.Line(place, context, "up")}");
            return null;
        }

        if (AdminToken.Load(place.StateFolder) is { } token)
            return new AdminClient(record, token);
        throw new AdminException($"The token of the running stack is missing or cut short in {place.StateFolder}; restart the stack to make a new one.", []);
    }
}
