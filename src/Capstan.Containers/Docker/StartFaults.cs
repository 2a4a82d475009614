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

    /// <summary>A start that the engine refused, in words for the operator.</summary>
    public static StartOutcome Outcome(ReplicaLaunch launch, EngineReply reply)
    {
        var fault = Of(reply);
        var detail = fault switch
        {
            StartFault.PortTaken =>
                $"port {launch.Port} on {launch.Publish} is taken by another program or container: free it, or choose other ports",
            StartFault.NotFound => $"the engine cannot find the image {launch.Template.Image} or its program ({reply.Message})",
            _ => $"the engine answered {(int)reply.Status}: {reply.Message}",
        };
        return StartOutcome.Failed(fault, detail);
    }

    private static bool Says(string message, string text) => message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
