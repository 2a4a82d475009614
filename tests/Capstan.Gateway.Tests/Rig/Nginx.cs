using System.Diagnostics;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A real nginx as a child process, with its own configuration and its access log as the record of what it saw.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-nginx-");
    private readonly Process _process;

    private Nginx(int port)
    {
        Port = port;
        File.WriteAllText(
            Path.Combine(_folder.FullName, "nginx.conf"),
            $$"""
            daemon off;
            master_process off;
            worker_processes 1;
            pid {{_folder.FullName}}/pid;
            error_log {{_folder.FullName}}/error.log;
            events { worker_connections 256; }
            http {
                log_format uri "$request_uri";
                access_log {{_folder.FullName}}/access.log uri;
                client_body_temp_path {{_folder.FullName}}/body;
                proxy_temp_path {{_folder.FullName}}/proxy;
                fastcgi_temp_path {{_folder.FullName}}/fastcgi;
                uwsgi_temp_path {{_folder.FullName}}/uwsgi;
                scgi_temp_path {{_folder.FullName}}/scgi;
                server { listen 127.0.0.1:{{port}}; location / { return 200 "$request_uri"; } }
            }
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", _folder.FullName, "-e", Path.Combine(_folder.FullName, "error.log"), "-c", Path.Combine(_folder.FullName, "nginx.conf")]))!;
    }

    public int Port { get; }

    /// <summary>Request targets, in the order of the log.</summary>
    public string[] Seen => File.ReadAllLines(Path.Combine(_folder.FullName, "access.log"));

    public static async Task<Nginx> StartAsync()
    {
        var nginx = new Nginx(ServerPorts.Free());
        await ServerPorts.OpenAsync(nginx.Port);
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
