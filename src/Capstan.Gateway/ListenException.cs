using Capstan.Core.Stacks;
using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway;

/// <summary>The gateway cannot listen where it was told to; the message says why and what helps.</summary>
public sealed class ListenException : Exception
{
    private ListenException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>The exception for an address and what the system said.</summary>
    internal static ListenException For(HostPort address, Exception reason)
    {
        var message = reason is AddressInUseException
            ? $"{address} is taken by another program. End that program, or set gateway.listen to a free port."
            : $"The gateway cannot listen on {address}: {reason.Message} Set gateway.listen to an address of this machine and a port that may be opened.";
        return new ListenException(message, reason);
    }

    /// <summary>The exception for a certificate that cannot be used.</summary>
    internal static ListenException For(TlsSpec tls, Exception reason) =>
        new($"The certificate {tls.Certificate} with the key {tls.Key} cannot be used: {reason.Message} "
            + "Name a PEM certificate chain and its unencrypted PEM key in gateway.tls.", reason);
}
