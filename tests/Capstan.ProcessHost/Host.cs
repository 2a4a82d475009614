using System.Net;
using System.Net.Sockets;
using Capstan.Containers;
using Capstan.Containers.Processes;
using Capstan.Core.Replicas;
using Capstan.Core.Stacks;

namespace Capstan.ProcessHost;

/// <summary>A controller that does nothing but start replicas.</summary>
internal static class Host
{
    public static async Task<int> RunAsync(string state, int count, string[] command)
    {
        var options = new ProcessRuntimeOptions
        {
            StateFolder = state,
            GuardCommand = [Environment.ProcessPath!, typeof(Host).Assembly.Location, "guard"],
        };
        await using var runtime = new ProcessRuntime(options, TimeProvider.System);
        await runtime.InitializeAsync(CancellationToken.None);
        Console.WriteLine($"guard {runtime.GuardPid}");
        var template = new ReplicaTemplate { Command = command, WorkingFolder = state };
        for (var slot = 0; slot < count; slot++)
        {
            var launch = new ReplicaLaunch
            {
                Id = new ReplicaId("web", slot, 1),
                Template = template,
                SpecHash = SpecHash.Of(template),
                Port = FreePort(),
                Publish = "127.0.0.1",
            };
            var outcome = await runtime.StartAsync(launch, CancellationToken.None);
            Console.WriteLine(outcome.Replica is { } replica ? $"replica {slot} {replica.Pid}" : $"fault {outcome.Detail}");
        }
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
