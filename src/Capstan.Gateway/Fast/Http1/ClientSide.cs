namespace Capstan.Gateway.Fast.Http1;

/// <summary>What an answer must fit: the request's client.</summary>
/// <param name="Minor">Minor version of HTTP/1 that it speaks: 0 or 1.</param>
/// <param name="KeepAlive">Whether its connection is to be used again; never for an answer that ends with the connection.</param>
internal readonly record struct ClientSide(int Minor, bool KeepAlive);
