using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads how servers that a database runs on are trusted, and what they are shown.</summary>
internal static class ServerTlsReader
{
    private const string Remedy = "give the path of a PEM file; a relative one starts at the stack file's folder";

    /// <summary>Reads the map <c>tls</c> of the servers.</summary>
    /// <param name="section">The map.</param>
    /// <param name="encrypted">Their address with TLS, for people.</param>
    /// <param name="isEncrypted">Whether their address asks for TLS.</param>
    public static ServerTlsSpec Read(SectionReader section, string encrypted, bool isEncrypted)
    {
        var (context, folder) = (section.Context, section.Context.Folder);
        if (!isEncrypted)
            context.Faults.Add(section.Path, context.PlaceOf(section.Path), "the address asks for no TLS", $"write {encrypted}, or remove 'tls'");
        var spec = new ServerTlsSpec
        {
            Authorities = section.Value<string>("ca", null, text => Authorities(folder, text)),
            ServerName = section.Value<string>("server_name", null, Name),
            Certificate = section.Value<string>("certificate", null, text => TextFile.Read(folder, text, Remedy)),
            Key = section.Value<string>("key", null, text => TextFile.Read(folder, text, Remedy)),
        };
        foreach (var (has, lacks) in (ReadOnlySpan<(string, string)>)[("certificate", "key"), ("key", "certificate")])
        {
            if (section.Has(has) && section.Lacks(lacks))
                context.Faults.Add(section.PathOf(has), context.PlaceOf(section.PathOf(has)), $"it has no {lacks}", "give both, or neither");
        }

        if (spec is { Certificate: { } certificate, Key: { } key } && Mismatch(certificate, key) is { } mismatch)
        {
            context.Faults.Add(
                section.PathOf("certificate"), context.PlaceOf(section.PathOf("certificate")), $"certificate and key cannot be used together: {mismatch}",
                "give a PEM certificate and its unencrypted PEM key");
        }

        return spec;
    }

    private static Formed<string> Authorities(string folder, string text)
    {
        var read = TextFile.Read(folder, text, Remedy);
        if (read.Value is not { } pem)
            return read;
        try
        {
            X509Certificate2Collection all = [];
            all.ImportFromPem(pem);
            return all.Count > 0 ? pem : new Misshape($"{Path.GetFullPath(text, folder)} holds no certificate", Remedy);
        }
        catch (CryptographicException refused)
        {
            return new Misshape($"{Path.GetFullPath(text, folder)} holds no certificate: {refused.Message.TrimEnd('.')}", Remedy);
        }
    }

    private static Formed<string> Name(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown
        ? text
        : new Misshape($"'{text}' is not a name", "write the name that the servers' certificates are for");

    private static string? Mismatch(string certificate, string key)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            return null;
        }
        catch (Exception refused) when (refused is CryptographicException or ArgumentException)
        {
            return refused.Message.TrimEnd('.');
        }
    }
}
