using Capstan.Core.Stacks;

namespace Capstan.Gateway;

/// <summary>Where a started gateway listens, with the ports that it really has.</summary>
/// <param name="Plain">HTTP/1.1, and HTTP/2 with prior knowledge.</param>
/// <param name="Tls">TLS; null without such a listener.</param>
public sealed record GatewayAddresses(HostPort Plain, HostPort? Tls);
