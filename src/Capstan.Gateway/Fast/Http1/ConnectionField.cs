using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads Connection fields.</summary>
internal static class ConnectionField
{
    /// <summary>What one field says.</summary>
    public static ConnectionOptions Read(ReadOnlySpan<byte> value)
    {
        var options = ConnectionOptions.None;
        while (NextToken(ref value, out var token))
            options |= OptionOf(token);
        return options;
    }

    /// <summary>Whether the Connection fields of a message make a field one of its connection only.</summary>
    public static bool Nominates(FieldTable fields, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        if (HeaderRules.IsKept(name))
            return false;
        foreach (ref readonly var field in fields.All)
        {
            if (field.Kind != FieldKind.Connection)
                continue;
            var value = field.Value.Of(bytes);
            while (NextToken(ref value, out var token))
            {
                if (Ascii.EqualsIgnoreCase(token, name))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Takes the next element off a list (RFC 9110 section 5.6.1); empty ones are passed over.</summary>
    internal static bool NextToken(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> token)
    {
        while (!list.IsEmpty)
        {
            var comma = list.IndexOf((byte)',');
            token = (comma < 0 ? list : list[..comma]).Trim(" \t"u8);
            list = comma < 0 ? default : list[(comma + 1)..];
            if (!token.IsEmpty)
                return true;
        }

        token = default;
        return false;
    }

    private static ConnectionOptions OptionOf(ReadOnlySpan<byte> token)
    {
        if (Ascii.EqualsIgnoreCase(token, HeaderRules.Close))
            return ConnectionOptions.Close;
        if (Ascii.EqualsIgnoreCase(token, HeaderRules.KeepAlive))
            return ConnectionOptions.KeepAlive;
        return Ascii.EqualsIgnoreCase(token, HeaderRules.Upgrade) ? ConnectionOptions.Upgrade : ConnectionOptions.Nominates;
    }
}
