using System.Text;

namespace Capstan.Gateway.Edge;

/// <summary>Heads of answers that the gateway gives itself over HTTP/1.1: made once, with a place for what each answer has of its own.</summary>
internal static class OwnHead
{
    /// <summary>All but date and connection; ends with a whole line.</summary>
    public static byte[] Build(int status, string reason, string contentType, int length, KeyValuePair<string, string>? field = null) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} {reason}\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\n{(field is { Key: var name, Value: var value } ? $"{name}: {value}\r\n" : "")}");

    /// <summary>Writes an answer.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> output, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, Persistence persistence, ReadOnlySpan<byte> date)
    {
        var end = 0;
        Add(output, ref end, head);
        Add(output, ref end, "Date: "u8);
        Add(output, ref end, date);
        Add(output, ref end, "\r\n"u8);
        if (persistence != Persistence.Usual)
            Add(output, ref end, persistence == Persistence.Close ? "Connection: close\r\n"u8 : "Connection: keep-alive\r\n"u8);
        Add(output, ref end, "\r\n"u8);
        Add(output, ref end, body);
        return end;
    }

    private static void Add(Span<byte> output, ref int end, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output[end..]);
        end += bytes.Length;
    }
}
