namespace Capstan.Core.Stacks;

/// <summary>Protocol spoken to replicas.</summary>
public enum UpstreamProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http1,

    /// <summary>HTTP/2 in clear text with prior knowledge, as gRPC servers speak it.</summary>
    H2c,
}
