using Capstan.Core.Stacks;

namespace Capstan.Health;

/// <summary>Whom to ask and how.</summary>
/// <param name="Host">IP address or host name.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Path">Path to ask for.</param>
/// <param name="Timeout">Time for the whole answer.</param>
/// <param name="Protocol">HTTP/1.1 or HTTP/2 with prior knowledge.</param>
public sealed record ProbeTarget(string Host, int Port, string Path, TimeSpan Timeout, UpstreamProtocol Protocol);
