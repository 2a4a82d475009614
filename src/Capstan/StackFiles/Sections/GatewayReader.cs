using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads the gateway's settings.</summary>
internal static class GatewayReader
{
    private static readonly GatewaySpec Defaults = new();

    /// <summary>The gateway; all defaults when the section was not written.</summary>
    public static GatewaySpec Read(SectionReader? section) => section is null ? Defaults : new GatewaySpec
    {
        Listen = section.Value("listen", Defaults.Listen, Addresses.Listen),
        Plane = section.Value("plane", Defaults.Plane, Numbers.Choice(("fast", GatewayPlane.Fast), ("general", GatewayPlane.General))),
        Tls = section.Section("tls") is { } tls ? Tls(tls) : null,
        TrustForwarded = section.Values("trust_forwarded", Addresses.Network),
        AccessLog = AccessLogReader.Read(section, "access_log"),
        Limits = section.Section("limits") is { } limits ? Limits(limits) : Defaults.Limits,
    };

    private static TlsSpec? Tls(SectionReader section)
    {
        foreach (var key in StackKeys.Tls.Keys.Keys.Where(section.Lacks))
        {
            section.Context.Faults.Add(
                section.PathOf(key), section.Context.PlaceOf(section.PathOf(key)), "it is missing",
                "a TLS listener needs listen, certificate and key");
        }

        var listen = section.Value("listen", default, Addresses.Listen);
        var certificate = section.Value("certificate", "", Names.Word)!;
        var keyFile = section.Value("key", "", Names.Word)!;
        var folder = section.Context.Folder;
        return certificate.Length == 0 || keyFile.Length == 0 ? null : new TlsSpec(listen, Absolute(folder, certificate), Absolute(folder, keyFile));
    }

    private static string Absolute(string folder, string path) => Path.GetFullPath(path, folder);

    private static GatewayLimits Limits(SectionReader section)
    {
        var defaults = Defaults.Limits;
        return new GatewayLimits
        {
            Connections = section.Value("connections", defaults.Connections, Numbers.Whole(1, 1_000_000)),
            HeaderBytes = (int)section.Value("header_bytes", defaults.HeaderBytes, Sizes.Within(1024, 1024 * 1024)),
            Headers = section.Value("headers", defaults.Headers, Numbers.Whole(1, 10_000)),
            RequestLine = (int)section.Value("request_line", defaults.RequestLine, Sizes.Within(256, 1024 * 1024)),
            Body = section.Value("body", defaults.Body, Sizes.Within(0, Sizes.Largest)),
            HeaderTimeout = section.Value("header_timeout", defaults.HeaderTimeout, Durations.Within(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))),
            IdleTimeout = section.Value("idle_timeout", defaults.IdleTimeout, Durations.Within(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24))),
            MinimumRate = (int)section.Value("minimum_rate", defaults.MinimumRate, Sizes.Within(0, 1024 * 1024 * 1024)),
        };
    }
}
