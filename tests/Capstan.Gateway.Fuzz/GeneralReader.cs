using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Capstan.Gateway.Listening;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Capstan.Gateway.Fuzz;

/// <summary>Reads a connection's bytes as the general plane does: with its server, over a connection in memory.</summary>
internal sealed partial class GeneralReader : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Transport _transport = new();

    private GeneralReader()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            options.Limits.MaxRequestLineSize = FastReader.Limits.RequestLine;
            options.Limits.MaxRequestHeadersTotalSize = FastReader.Limits.HeaderBytes;
            options.Limits.MaxRequestHeaderCount = FastReader.Limits.Headers;
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IConnectionListenerFactory>(_transport);
        _server = builder.Build();
    }

    public static async Task<GeneralReader> StartAsync()
    {
        var reader = new GeneralReader();
        await reader._server.Services.GetRequiredService<IServer>().StartAsync(new GeneralApplication(), CancellationToken.None);
        return reader;
    }

    public async Task<Reading> ReadAsync(byte[] bytes)
    {
        var connection = new PipedConnection();
        await connection.SendAsync(bytes);
        if (!_transport.Listener!.TryAdd(connection))
            throw new InvalidOperationException("The server does not listen.");
        var answers = await connection.AnswersAsync();
        var status = Refusals().Match(answers) is { Success: true } match ? int.Parse(match.Groups["status"].ValueSpan) : 0;
        return new Reading(connection.Requests, connection.Refusal?.Status ?? status, connection.Refusal);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.Services.GetRequiredService<IServer>().StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
    }

    [GeneratedRegex("HTTP/1\\.1 (?<status>[45][0-9][0-9]) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusals();

    private sealed class Transport : IConnectionListenerFactory
    {
        public HandoverListener? Listener { get; private set; }

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            Listener = new HandoverListener(endpoint, () => ValueTask.CompletedTask);
            return ValueTask.FromResult<IConnectionListener>(Listener);
        }
    }
}
