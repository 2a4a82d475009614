using System.Net.Sockets;

namespace Capstan.Containers.Docker;

/// <summary>One clear sentence for each way in which an engine can be out of reach.</summary>
internal static class EngineTrouble
{
    public static RuntimeUnavailableException Unreachable(string socket, Exception error)
    {
        var code = (error as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode;
        var message = code switch
        {
            SocketError.AccessDenied =>
                $"This user may not open the Docker socket {socket}: run as root, or add the user to the group that owns it (usually `docker`).",
            SocketError.ConnectionRefused =>
                $"Nothing listens on the Docker socket {socket}: start the Docker Engine (`systemctl start docker`).",
            _ when !File.Exists(socket) =>
                $"There is no Docker socket at {socket}: install and start the Docker Engine (on Debian `apt-get install docker.io`), "
                + "or set DOCKER_HOST to its unix:// address.",
            _ => $"The connection to the Docker Engine at {socket} broke ({error.Message}): see whether the engine runs.",
        };
        return new RuntimeUnavailableException(message, error);
    }

    public static RuntimeUnavailableException Silent(string socket, TimeSpan deadline, Exception error) =>
        new($"The Docker Engine at {socket} did not answer within {deadline.TotalSeconds:0.#} s: see whether it hangs or is overloaded.", error);

    public static RuntimeUnavailableException TooOld(string socket, string api, Version oldest) =>
        new($"The Docker Engine at {socket} speaks API {api}, and {oldest} or newer is needed: install Docker 20.10 or newer.");

    public static RuntimeUnavailableException TooNew(string socket, string minimum, Version newest) =>
        new($"The Docker Engine at {socket} asks for API {minimum} or newer, and Capstan speaks {newest} at most: "
            + "lower the engine's minimum (DOCKER_MIN_API_VERSION) or install a newer Capstan.");

    public static RuntimeUnavailableException NoEngine(string socket) =>
        new($"What answers on {socket} is not a Docker Engine: set DOCKER_HOST to the unix:// address of one.");

    public static RuntimeUnavailableException Refused(string socket, string what, EngineReply reply) =>
        new($"The Docker Engine at {socket} refused to {what} ({(int)reply.Status}: {reply.Message}): see the engine's log.");

    public static RuntimeUnavailableException BadHost(string host) =>
        new($"DOCKER_HOST is {host}, and Capstan speaks to an engine over a Unix socket only: set it to unix:///path, or unset it.");
}
