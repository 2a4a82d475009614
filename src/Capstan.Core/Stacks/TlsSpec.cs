namespace Capstan.Core.Stacks;

/// <summary>A TLS listener; HTTP/1.1 and HTTP/2 by ALPN. The files are read again when they change.</summary>
/// <param name="Listen">Where TLS is served.</param>
/// <param name="Certificate">Absolute path of a PEM certificate chain.</param>
/// <param name="Key">Absolute path of its PEM private key.</param>
public sealed record TlsSpec(HostPort Listen, string Certificate, string Key);
