using System.Text;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fuzz;

/// <summary>The fields of a head that the gateway has nothing to do with: they go through in their order, but for nominated ones.</summary>
internal static class OtherFields
{
    /// <summary>Whether exactly those of one head are in another that was written out of it.</summary>
    public static bool AreKept(ReadOnlySpan<byte> bytes, MessageHead head, ReadOnlySpan<byte> written, MessageHead other) =>
        Of(bytes, head, Nominated(bytes, head)).SequenceEqual(Of(written, other, []));

    private static List<string> Of(ReadOnlySpan<byte> bytes, MessageHead head, HashSet<string> nominated)
    {
        var lines = new List<string>();
        foreach (ref readonly var field in head.Fields.All)
        {
            var name = field.Name.Of(bytes);
            if (field.Kind == FieldKind.Other && (HeaderRules.IsKept(name) || !nominated.Contains(Encoding.Latin1.GetString(name))))
                lines.Add($"{Encoding.Latin1.GetString(name)}: {Encoding.Latin1.GetString(field.Value.Of(bytes))}");
        }

        return lines;
    }

    private static HashSet<string> Nominated(ReadOnlySpan<byte> bytes, MessageHead head)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ref readonly var field in head.Fields.All)
        {
            if (field.Kind == FieldKind.Connection)
                names.UnionWith(Encoding.Latin1.GetString(field.Value.Of(bytes)).Split(',', StringSplitOptions.TrimEntries));
        }

        // These are options of the connection itself.
        names.ExceptWith([HeaderRules.Close, HeaderRules.KeepAlive, HeaderRules.Upgrade]);
        return names;
    }
}
