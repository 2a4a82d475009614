using System.Text;

namespace Capstan.Gateway.Fuzz;

/// <summary>Makes connections' worth of requests: mostly such as clients send, with what has confused HTTP programs mixed in.</summary>
internal sealed class RequestGrammar(Dice dice)
{
    private static readonly string[] Methods =
        ["GET", "GET", "GET", "POST", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "get", "CONNECT", "TRACE", "PROPFIND", "X-Y_Z", "G!T", "PRI"];

    private static readonly string[] Targets =
        ["/", "/web", "/web/x?a=b", "/a/../web", "/a/%2e%2E/./web/", "/caf%C3%A9/%e2%82%ac?%zz", "/%2F%2f%5c", "/a%00b", "/%c0%af/%ff/%f0%9f%98%80", "//x", "/a//../b",
            "/..", "/.", "/a/.%2e", "http://x/web", "http://X:80/a/../b?c", "https://x", "http://y/", "http://u@x/", "ftp://x/", "*", "x:80", "/a#b", "/a b", "/\u00e9", "/\u0001",
            "/[a]|{b}\"<>^`\\", "/?", "/?a=/../b", "/web/%20%41%7e", "?a", "", "%2f", "/a%2", "/%", "http:/x", "://x", "http://x?a/b", "/%2e%2e%2f/x"];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", "HTTP/11", ""];

    private static readonly string[] Hosts = ["x", "x", "x", "x", "X:80", "x:", "x:8a", ":80", "", "[::1]:80", "[::1", "[]", "x/y", "a, b", "x y", "a_b.c", "x\u00e9", "u@x", "%41"];

    private static readonly string[] Names =
        ["X", "Accept", "Cookie", "Connection", "X-Forwarded-For", "Te", "X-Request-Id", "User-Agent", "Connection", "Upgrade", "Expect", "TE", "Trailer", "Keep-Alive", "Content-Length", "Content-Length", "Transfer-Encoding",
            "Transfer-Encoding", "X_Y", "Content_Length", "Host", "Proxy", "X-Forwarded-For", "X-Forwarded-X", "Forwarded", "X-Request-Id", "content-length", "TRANSFER-ENCODING",
            "Proxy-Connection", "X-Content-Length", "HTTP2-Settings", "", "X Y", "X\u00e9", "Date"];

    private static readonly string[] Values =
        ["1", "keep-alive", "x", "trailers", "", "\u00e9", "a\tb", "close", "Upgrade", "upgrade, X", "websocket", "h2c", "chunked", "chunked", "Chunked ", "gzip, chunked", "identity", "chunked, chunked", "100-continue",
            "100-Continue", "x", "0", "5", "5", "5", "05", "+5", "-5", "5, 5", "0x5", "5 5", "9223372036854775807", "9223372036854775808", "99999999999999999999", "", " \t ", "a\tb",
            "\u00e9", "a\u0001b", "a\u007fb", "a\rb", "a\0b", "a\r\n b", "\u000bchunked", "\"chunked\"", "trailers", "trailers, x;q=1", "Content-Length, Host", "close, close", ",,close",
            "keep-alive, close", "clos", "close;x", "X, TE"];

    private static readonly string[] Ends = ["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r\r\n", "\r"];

    private static readonly string[] Colons = [": ", ": ", ": ", ": ", ":", ":  ", ":\t", " : ", "\t:", ""];

    private static readonly string[] Sizes = ["5", "5", "5", "05", "0000000000000005", "5;a=b", "5;a=\"b\"", "5 ", "5;", ";", "0x5", "+5", "5\u0001", "FFFFFFFFFFFFFFFFF", "8000000000000000", "", "6", "4", "5;a\rb", "5;a\nb"];

    /// <summary>What one client sends.</summary>
    public byte[] Next()
    {
        var text = new StringBuilder();
        for (var count = 1 + (dice.OneIn(3) ? dice.Roll(3) : 0); count > 0; count--)
            AddRequest(text);
        if (dice.OneIn(12))
            text.Length -= dice.Roll(Math.Min(text.Length, 12));
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private string Usual(string[] all, int usual, int odd) => all[dice.OneIn(odd) ? dice.Roll(all.Length) : dice.Roll(usual)];

    private string End() => Usual(Ends, 1, 30);

    private void AddRequest(StringBuilder text)
    {
        if (dice.OneIn(20))
            text.Append(dice.Pick("\r\n", "\n", "\r\n\r\n", "\r", " "));
        var method = Usual(Methods, 10, 12);
        text.Append(method).Append(Usual([" ", "  ", "\t", ""], 1, 60)).Append(Usual(Targets, 8, 4)).Append(Usual([" ", "  ", "\t", ""], 1, 60));
        text.Append(Usual(Versions, 5, 20)).Append(End());
        if (!dice.OneIn(20))
            text.Append("Host").Append(Usual(Colons, 5, 20)).Append(Usual(Hosts, 4, 8)).Append(End());
        for (var fields = dice.Roll(4); fields > 0; fields--)
            text.Append(Usual(Names, 8, 5)).Append(Usual(Colons, 5, 20)).Append(Usual(Values, 7, 5)).Append(End());
        AddBody(text, method is not "GET" and not "HEAD");
    }

    private void AddBody(StringBuilder text, bool isUsual)
    {
        if (!isUsual && !dice.OneIn(6))
        {
            text.Append(End());
            return;
        }

        if (dice.OneIn(2))
        {
            text.Append("Content-Length").Append(Usual(Colons, 5, 20)).Append(Usual(["5", "0", "5", "05", "+5", "", "5,5"], 3, 10)).Append(End()).Append(End()).Append("hello");
            return;
        }

        text.Append("Transfer-Encoding").Append(Usual(Colons, 5, 20)).Append(Usual(["chunked", "CHUNKED", "xchunked", "gzip"], 2, 10)).Append(End()).Append(End());
        for (var chunks = dice.Roll(3); chunks > 0; chunks--)
            text.Append(Usual(Sizes, 7, 8)).Append(Usual(Ends, 1, 20)).Append("hello").Append(Usual(Ends, 1, 20));
        text.Append('0').Append(End());
        for (var trailers = dice.OneIn(4) ? dice.Roll(3) : 0; trailers > 0; trailers--)
            text.Append(Usual(Names, 8, 5)).Append(Usual(Colons, 5, 20)).Append(Usual(Values, 7, 5)).Append(End());
        text.Append(End());
    }
}
