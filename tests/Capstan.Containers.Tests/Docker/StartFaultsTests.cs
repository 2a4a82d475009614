using System.Net;
using System.Text;
using Capstan.Containers.Docker;

namespace Capstan.Containers.Tests.Docker;

public sealed class StartFaultsTests
{
    [Theory]
    [InlineData(500, "driver failed programming external connectivity: Bind for 127.0.0.1:8000 failed: port is already allocated", StartFault.PortTaken)]
    [InlineData(500, "Error starting userland proxy: listen tcp4 127.0.0.1:8000: bind: address already in use", StartFault.PortTaken)]
    [InlineData(404, "No such image: users:latest", StartFault.NotFound)]
    [InlineData(400, "OCI runtime create failed: exec: \\\"foo\\\": executable file not found in $PATH", StartFault.NotFound)]
    [InlineData(404, "network capstan-abcdef not found", StartFault.Transient)]
    [InlineData(400, "network capstan-abcdef is ambiguous (2 matches found on name)", StartFault.Transient)]
    [InlineData(400, "invalid mount config for type \\\"bind\\\": bind source path does not exist", StartFault.Refused)]
    [InlineData(500, "unable to find user foo: no matching entries in passwd file", StartFault.Refused)]
    [InlineData(500, "layer does not exist", StartFault.Transient)]
    public void Of_EnginesSentence_IsTheFaultThatItMeans(int status, string message, StartFault expected)
    {
        var reply = new EngineReply((HttpStatusCode)status, Encoding.UTF8.GetBytes($$"""{"message":"{{message}}"}"""));
        Assert.Equal(expected, StartFaults.Of(reply));
    }

    [Fact]
    public void Unreachable_AccessDenied_TellsWhoMayOpenTheSocket()
    {
        var denied = new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.AccessDenied);
        var error = EngineTrouble.Unreachable("/run/docker.sock", new HttpRequestException("no", denied));
        Assert.Contains("run as root, or add the user to the group", error.Message, StringComparison.Ordinal);
    }
}
