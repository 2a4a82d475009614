using System.Net;

namespace Capstan.Containers.Docker;

/// <summary>What the engine's refusals of a start mean. It has no codes for them, only sentences.</summary>
internal static class StartFaults
{
    public static StartFault Of(EngineReply reply)
    {
        var message = reply.Message;
        if (Says(message, "port is already allocated") || Says(message, "address already in use"))
            return StartFault.PortTaken;
        // Somebody removed the stack's network after it was made sure of; the next start makes it anew.
        if (Says(message, "network ") && (Says(message, "not found") || Says(message, "ambiguous")))
            return StartFault.Transient;
        if (reply.Status == HttpStatusCode.NotFound || Says(message, "executable file not found") || Says(message, "exec: \""))
            return StartFault.NotFound;
        return (int)reply.Status < 500 || Says(message, "unable to find user") || Says(message, "unable to find group")
            ? StartFault.Refused
            : StartFault.Transient;
    }

    private static bool Says(string message, string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
