using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads Connection fields.</summary>
internal static class ConnectionField
{
    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    /// <summary>Reads one into a head.</summary>
    /// <returns>False when there are too many elements, those of the lines before it counted.</returns>
    public static bool Read(ReadOnlySpan<byte> bytes, Slice value, MessageHead head)
    {
        var list = value.Of(bytes);
        foreach (var range in list.Split((byte)','))
        {
            var element = list[range].TrimStart(Blanks);
            var start = value.Start + range.End.GetOffset(list.Length) - element.Length;
            element = element.TrimEnd(Blanks);
            var option = element.IsEmpty ? ConnectionOptions.None : OptionOf(element);
            if (!head.Take(option, new Slice(start, element.Length)))
                return false;
        }

        return true;
    }

    /// <summary>Takes the next element off a list (RFC 9110 section 5.6.1); empty ones are passed over.</summary>
    internal static bool NextToken(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> token)
    {
        while (!list.IsEmpty)
        {
            var comma = list.IndexOf((byte)',');
            token = (comma < 0 ? list : list[..comma]).Trim(Blanks);
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
