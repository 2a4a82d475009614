using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Capstan.Gateway.Forwarding;

/// <summary>Makes the request that goes to the target out of the one that came from the client.</summary>
internal static class RequestBuilder
{
    // Without this the URI class would decode and encode parts of the path in its own way.
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Builds the request.</summary>
    /// <param name="origin">Scheme, host and port of the target.</param>
    /// <param name="exchange">The client's side.</param>
    /// <param name="version">HTTP version to speak.</param>
    /// <param name="body">The client's body; null when there is none.</param>
    public static HttpRequestMessage Build(string origin, Exchange exchange, Version version, ClientBody? body)
    {
        var request = exchange.Http.Request;
        var message = new ForwardedRequest(HttpMethod.Parse(request.Method), new Uri(origin + exchange.Target, AsIs))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };

        // A request without content would be sent again by the handler when its connection breaks, executed or not.
        if (body is null && !exchange.IsSafe)
            message.Content = new ByteArrayContent([]);
        if (request.Headers.Host is { Count: > 0 } host)
            message.Headers.TryAddWithoutValidation(HeaderNames.Host, host.ToString());
        Copy(request.Headers, message, exchange.Peer.IsTrusted);
        ForwardedHeaders.Add(message.Headers, request, exchange.Peer);
        if (!message.Headers.NonValidated.Contains(RequestId.FieldName))
            message.Headers.TryAddWithoutValidation(RequestId.FieldName, exchange.Id.ToString());
        if (exchange.IsUpgrade)
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.Connection, "Upgrade");
            message.Headers.TryAddWithoutValidation(HeaderNames.Upgrade, request.Headers.Upgrade.ToString());
        }
        else if (version.Major >= 2 && AcceptsTrailers(request.Headers.TE))
        {
            message.Headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");
        }

        return message;
    }

    private static void Copy(IHeaderDictionary headers, HttpRequestMessage message, bool isTrusted)
    {
        var connection = headers.Connection;
        var nominates = connection.Count != 0 && HeaderRules.Nominates(connection);
        foreach (var (name, values) in headers)
        {
            if (HeaderRules.IsNotSent(name) || HeaderRules.IsForwarding(name) || (nominates && HeaderRules.IsNominated(connection, name)))
                continue;
            if (name.Equals(RequestId.FieldName, StringComparison.OrdinalIgnoreCase) && (!isTrusted || values.Count != 1 || StringValues.IsNullOrEmpty(values)))
                continue;
            Add(message, name, values);
        }
    }

    private static void Add(HttpRequestMessage message, string name, StringValues values)
    {
        if (values.Count == 1)
        {
            if (!message.Headers.TryAddWithoutValidation(name, values[0]))
                Content(message).Headers.TryAddWithoutValidation(name, values[0]);
            return;
        }

        // HTTP/2 may split a cookie; anything else that is repeated means a list (RFC 9110 section 5.3).
        var joined = string.Join(name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase) ? "; " : ", ", values.ToArray());
        if (!message.Headers.TryAddWithoutValidation(name, joined))
            Content(message).Headers.TryAddWithoutValidation(name, joined);
    }

    private static HttpContent Content(HttpRequestMessage message) => message.Content ??= new ByteArrayContent([]);

    private static bool AcceptsTrailers(StringValues te)
    {
        foreach (var value in te)
        {
            if (value is not null && value.Contains("trailers", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
