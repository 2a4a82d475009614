using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Capstan.TestServer;

/// <summary>Listens and gives every connection a loop of its own.</summary>
internal static class Server
{
    private static readonly TaskCompletionSource<int> Ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<int> RunAsync()
    {
        if (Settings.Number("TEST_EXIT") is { } code)
            return code;
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (Settings.Text("TEST_IGNORE_TERM", "") == "1")
                return;
            Console.WriteLine("terminating");
            End(0);
        });
        await Task.Delay(Settings.Number("TEST_DELAY") ?? 0);
        using var listener = Listen();
        _ = AcceptAsync(listener);
        return await Ended.Task;
    }

    public static void End(int code) => Ended.TrySetResult(code);

    private static Socket Listen()
    {
        var address = IPAddress.Parse(Settings.Text("HOST", "127.0.0.1"));
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, Settings.Number("PORT") ?? 0));
        listener.Listen(1024);
        Console.WriteLine($"listening on {listener.LocalEndPoint}");
        return listener;
    }

    private static async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            var socket = await listener.AcceptAsync();
            socket.NoDelay = true;
            _ = Connection.ServeAsync(socket);
        }
    }
}
