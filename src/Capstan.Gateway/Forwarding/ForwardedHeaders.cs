using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Capstan.Gateway.Forwarding;

/// <summary>Says to the backend where a request came from: <c>X-Forwarded-*</c> and <c>Forwarded</c> (RFC 7239).</summary>
internal static class ForwardedHeaders
{
    /// <summary>Name of the field that is in every forwarded request.</summary>
    public const string For = "X-Forwarded-For";

    /// <summary>Adds the fields; what the client sent of them counts only when it is trusted, and is then continued.</summary>
    public static void Add(HttpRequestHeaders headers, HttpRequest request, Peer peer)
    {
        var host = request.Headers.Host.ToString();
        var scheme = request.Scheme;
        var element = host.Length == 0 ? $"for={peer.Node};proto={scheme}" : $"for={peer.Node};host=\"{host}\";proto={scheme}";
        var given = peer.IsTrusted ? request.Headers : null;

        headers.TryAddWithoutValidation(For, Continue(given, For, peer.Text));
        headers.TryAddWithoutValidation("X-Forwarded-Proto", Keep(given, "X-Forwarded-Proto", scheme));
        if (host.Length != 0)
            headers.TryAddWithoutValidation("X-Forwarded-Host", Keep(given, "X-Forwarded-Host", host));
        headers.TryAddWithoutValidation("X-Forwarded-Port", Keep(given, "X-Forwarded-Port", peer.LocalPort));
        headers.TryAddWithoutValidation("Forwarded", Continue(given, "Forwarded", element));
    }

    /// <summary>The client that a request is from: the peer, or whom a trusted peer names last.</summary>
    public static IPAddress ClientOf(HttpRequest request, Peer peer)
    {
        return peer.IsTrusted && request.Headers[For] is { Count: > 0 } chain ? ClientOf(Encoding.Latin1.GetBytes(chain[^1]!), peer) : peer.Address;
    }

    /// <summary>The client that a request is from.</summary>
    /// <param name="chain">The last line of its <see cref="For"/>; empty when there is none.</param>
    /// <param name="peer">The other end of its connection.</param>
    public static IPAddress ClientOf(ReadOnlySpan<byte> chain, Peer peer)
    {
        return peer.IsTrusted && IPAddress.TryParse(chain[(chain.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8), out var client) ? client : peer.Address;
    }

    private static string Continue(IHeaderDictionary? given, string name, string own) =>
        given is not null && given.TryGetValue(name, out var values) && !StringValues.IsNullOrEmpty(values) ? $"{values}, {own}" : own;

    private static string Keep(IHeaderDictionary? given, string name, string own) =>
        given is not null && given.TryGetValue(name, out var values) && !StringValues.IsNullOrEmpty(values) ? values.ToString() : own;
}
