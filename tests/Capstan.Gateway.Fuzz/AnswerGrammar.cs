using System.Text;

namespace Capstan.Gateway.Fuzz;

/// <summary>Makes heads of answers, good ones and odd ones.</summary>
internal sealed class AnswerGrammar(Dice dice)
{
    private static readonly string[] Starts =
        ["HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.0 200 OK", "HTTP/1.1 204 No Content", "HTTP/1.1 304 Not Modified", "HTTP/1.1 101 Switching Protocols",
            "HTTP/1.1 100 Continue", "HTTP/1.1 103 Early Hints", "HTTP/1.1 500", "HTTP/1.1 999 caf\u00e9", "HTTP/1.1 404 ", "HTTP/1.2 200 OK", "HTTP/1.1 20 OK", "ICY 200 OK"];

    private static readonly string[] Fields =
        ["Content-Length: 5", "Content-Length: 5", "Content-Length: 0", "content-length:05", "Content-Length: 5, 5", "Content-Length: x", "Transfer-Encoding: chunked",
            "Transfer-Encoding: chunked", "transfer-encoding:CHUNKED ", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Connection: close", "Connection: keep-alive",
            "Connection: X, Content-Length", "Connection: Upgrade", "Upgrade: websocket", "X: 1", "X_Y: 2", "Date: Sun, 06 Nov 1994 08:49:37 GMT", "Set-Cookie: a=b", "Keep-Alive: timeout=5",
            "Trailer: X", "Server:  x ", "X: a\r\n b", "X : y", "X: a\u0001", ": y"];

    /// <summary>One head.</summary>
    public byte[] Next()
    {
        var text = new StringBuilder(dice.Pick<string>(Starts)).Append("\r\n");
        for (var count = dice.Roll(5); count > 0; count--)
            text.Append(Fields[dice.OneIn(4) ? dice.Roll(Fields.Length) : dice.Roll(3) * 6 % Fields.Length]).Append(dice.OneIn(20) ? "\n" : "\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\nhello").ToString());
    }
}
