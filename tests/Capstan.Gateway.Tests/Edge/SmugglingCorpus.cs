namespace Capstan.Gateway.Tests.Edge;

/// <summary>
/// Requests whose length, end or target may be read in two ways. The hidden request, where there is one, asks for /web/hidden.
/// </summary>
public static class SmugglingCorpus
{
    private const string Hidden = "GET /web/hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Chunked = "0\r\n\r\n";
    private static readonly string FiveChunk = "5\r\nhello\r\n0\r\n\r\n";

    public static IEnumerable<TheoryDataRow<Payload>> All()
    {
        foreach (var payload in Lengths().Concat(Encodings()).Concat(Chunks()).Concat(Lines()).Concat(Targets()).Concat(Sizes()))
            yield return new TheoryDataRow<Payload>(payload);
    }

    private static IEnumerable<Payload> Lengths()
    {
        yield return Post("two equal Content-Length", "Content-Length: 5\r\nContent-Length: 5\r\n", "hello", 0);
        yield return Post("two different Content-Length", $"Content-Length: 0\r\nContent-Length: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length list", "Content-Length: 5, 5\r\n", "hello", 0);
        yield return Post("Content-Length hexadecimal", "Content-Length: 0x5\r\n", "hello", 0);
        yield return Post("Content-Length negative", "Content-Length: -1\r\n", "hello", 0);
        yield return Post("Content-Length plus", "Content-Length: +5\r\n", "hello", 0, general: 1);
        yield return Post("Content-Length with leading zeros", "Content-Length: 0005\r\n", "hello", 1);
        yield return Post("Content-Length with spaces around", "Content-Length: \t 5 \t\r\n", "hello", 1);
        yield return Post("Content-Length just beyond 63 bits", "Content-Length: 9223372036854775808\r\n", "hello", 0);
        yield return Post("Content-Length with a fraction", "Content-Length: 5.0\r\n", "hello", 0);
        yield return Post("Content-Length with an exponent", "Content-Length: 1e1\r\n", "hello", 0);
        yield return Post("Content-Length with a comma behind", "Content-Length: 5,\r\n", "hello", 0);
        yield return Post("Content-Length in two cases", $"content-length: 0\r\nCONTENT-LENGTH: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length with NUL in its name", $"Content-Length\0: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length with CR in its name", $"Content-Length\r: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length behind a bare CR", $"X: y\rContent-Length: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length folded into another", $"X: y\r\n\tContent-Length: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("Content-Length behind a bare LF", $"X: y\nContent-Length: {Hidden.Length}\r\n", Hidden, 1);
        yield return Post("Content-Length overflow", "Content-Length: 99999999999999999999\r\n", "hello", 0);
        yield return Post("Content-Length space inside", "Content-Length: 1 5\r\n", "hello", 0);
        yield return Post("Content-Length empty", "Content-Length: \r\n", "", 0);
        yield return Post("Content_Length", $"Content_Length: {Hidden.Length}\r\nContent-Length: 0\r\n", "", 0);
        yield return Post("space before colon", $"Content-Length : {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("tab before colon", $"Content-Length\t: {Hidden.Length}\r\n", Hidden, 0);
        yield return Post("folded Content-Length", "Content-Length:\r\n 5\r\n", "hello", 0);
        yield return Post("Connection nominates Content-Length", "Connection: Content-Length\r\nContent-Length: 5\r\n", "hello", 1);
        yield return Post("CL.0: body of a GET", $"Content-Length: {Hidden.Length}\r\n", Hidden, 1, "GET");
        yield return Post("CL.0: body of an OPTIONS", $"Content-Length: {Hidden.Length}\r\n", Hidden, 1, "OPTIONS");
        yield return Post("CL.0: body of a DELETE", $"Content-Length: {Hidden.Length}\r\n", Hidden, 1, "DELETE");
        yield return Post("CL.0: length 0 and a body", "Content-Length: 0\r\n", Hidden, 2);
        yield return Post("0.CL: no length and a body", "", Hidden, 2);
    }

    private static IEnumerable<Payload> Encodings()
    {
        yield return Post("CL.TE", $"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", Chunked + "G", 0);
        yield return Post("TE.CL", $"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", FiveChunk, 0);
        yield return Post("TE.CL without a hidden request", "Transfer-Encoding: chunked\r\nContent-Length: 15\r\n", FiveChunk, 0);
        yield return Post("TE.TE with one obfuscated", "Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n", FiveChunk, 0);
        yield return Post("TE.CL behind a bare LF", $"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", FiveChunk, 0);
        yield return Post("TE with a parameter", "Transfer-Encoding: chunked;q=1\r\n", FiveChunk, 0);
        yield return Post("TE with a comma before", "Transfer-Encoding: , chunked\r\n", FiveChunk, 0);
        yield return Post("TE with a comma behind", "Transfer-Encoding: chunked,\r\n", FiveChunk, 0);
        yield return Post("TE cut short", "Transfer-Encoding: chunke\r\n", FiveChunk, 0);
        yield return Post("TE with NUL behind", "Transfer-Encoding: chunked\0\r\n", FiveChunk, 0);
        yield return Post("TE with a form feed behind", "Transfer-Encoding: chunked\u000c\r\n", FiveChunk, 0);
        yield return Post("TE with a no-break space", "Transfer-Encoding:\u00a0chunked\r\n", FiveChunk, 0);
        yield return Post("TE empty", "Transfer-Encoding: \r\nContent-Length: 5\r\n", "hello", 0);
        yield return Post("TE with CR behind", "Transfer-Encoding: chunked\r\r\n", FiveChunk, 0);
        yield return Post("TE behind a bare CR", "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 15\r\n", FiveChunk, 0);
        yield return Post("TE without a space", "Transfer-Encoding:chunked\r\n", FiveChunk, 1);
        yield return Post("TE behind a tab", "Transfer-Encoding:\tchunked\r\n", FiveChunk, 1);
        yield return Post("TE of a GET", "Transfer-Encoding: chunked\r\n", FiveChunk, 1, "GET");
        yield return Post("TE twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", FiveChunk, 0);
        yield return Post("TE chunked and identity lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", FiveChunk, 0);
        yield return Post("TE chunked, identity", "Transfer-Encoding: chunked, identity\r\n", FiveChunk, 0);
        yield return Post("TE gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n", FiveChunk, 0);
        yield return Post("TE xchunked", "Transfer-Encoding: xchunked\r\n", FiveChunk, 0);
        yield return Post("TE identity", "Transfer-Encoding: identity\r\nContent-Length: 5\r\n", "hello", 0);
        yield return Post("TE quoted", "Transfer-Encoding: \"chunked\"\r\n", FiveChunk, 0);
        yield return Post("TE vertical tab", "Transfer-Encoding: \u000bchunked\r\n", FiveChunk, 0);
        yield return Post("TE space before colon", "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n", FiveChunk, 0);
        yield return Post("TE folded", "Transfer-Encoding:\r\n chunked\r\n", FiveChunk, 0);
        yield return Post("TE folded line before", "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", FiveChunk, 0);
        yield return Post("TE underscore", "Transfer_Encoding: chunked\r\nContent-Length: 0\r\n", "", 0);
        yield return Post("TE on HTTP/1.0", "Transfer-Encoding: chunked\r\n", FiveChunk, 0, version: "1.0");
        yield return Post("TE upper case", "Transfer-Encoding: CHUNKED\r\n", FiveChunk, 1);
        yield return Post("TE trailing space", "Transfer-Encoding: chunked \r\n", FiveChunk, 1);
        yield return Post("TE nominated by Connection", "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n", FiveChunk, 1);
    }

    private static IEnumerable<Payload> Chunks()
    {
        yield return Chunk("chunk extension with bare LF", "5;a=\nb\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk extension with bare CR", "5;a=\rb\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size ended by bare LF", "5\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size 0x5", "0x5\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size +5", "+5\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size with trailing space", "5 \r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size overflow", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size empty", "\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk without CRLF", "5\r\nhello0\r\n\r\n", 0);
        yield return Chunk("chunk longer than said", "5\r\nhelloXX\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size with CR before its end", "5\r\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size behind a tab", "\t5\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size -0", "5\r\nhello\r\n-0\r\n\r\n", 0);
        yield return Chunk("chunk ended by bare LF", "5\r\nhello\n0\r\n\r\n", 0);
        yield return Chunk("last chunk ended by bare LF", "5\r\nhello\r\n0\n\r\n", 0);
        yield return Chunk("chunk extension of a quoted CRLF", "5;a=\"\r\n\"\r\nhello\r\n0\r\n\r\n", 0);
        yield return Chunk("chunk size with leading zeros", "005\r\nhello\r\n000\r\n\r\n", 1);
        yield return Chunk("chunk hides a request", $"{Hidden.Length:x}\r\n{Hidden}\r\n0\r\n\r\n", 1);
        yield return Chunk("chunk extension", "5;name=value\r\nhello\r\n0\r\n\r\n", 1);
        yield return Chunk("chunk trailers", "5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n", 1);
        yield return Chunk("chunk trailer Content-Length", "5\r\nhello\r\n0\r\nContent-Length: 99\r\n\r\n", 1);
    }

    private static IEnumerable<Payload> Lines()
    {
        yield return new Payload("bare LF everywhere", "GET /web/x HTTP/1.1\nHost: x\n\n", 1);
        yield return new Payload("bare LF in one header", "GET /web/x HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 1);
        yield return new Payload("bare CR in header", "GET /web/x HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n", 0);
        yield return new Payload("NUL in header", "GET /web/x HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 0);
        yield return new Payload("folded header", "GET /web/x HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 0);
        yield return new Payload("tab folded header", "GET /web/x HTTP/1.1\r\nHost: x\r\nX: a\r\n\tb\r\n\r\n", 0);
        yield return new Payload("folded first header", "GET /web/x HTTP/1.1\r\n Host: x\r\n\r\n", 0);
        yield return new Payload("bare CR behind the request line", "GET /web/x HTTP/1.1\rHost: x\r\n\r\n", 0);
        yield return new Payload("CR CR LF as line end", "GET /web/x HTTP/1.1\r\nHost: x\r\r\n\r\n", 0);
        yield return new Payload("two spaces in the request line", "GET  /web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("tab in the request line", "GET\t/web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("space behind the version", "GET /web/x HTTP/1.1 \r\nHost: x\r\n\r\n", 0);
        yield return new Payload("space before the method", " GET /web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("method with a bracket", "GE[T /web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("http in small letters", "GET /web/x http/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("HTTP/1.10", "GET /web/x HTTP/1.10\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("no version", "GET /web/x\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("header without a name", "GET /web/x HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n", 0);
        yield return new Payload("header name with a bracket", "GET /web/x HTTP/1.1\r\nHost: x\r\nX(Y: 1\r\n\r\n", 0, General: 1);
        yield return new Payload("header name beyond ASCII", "GET /web/x HTTP/1.1\r\nHost: x\r\n\u00e9: 1\r\n\r\n", 0);
        yield return new Payload("header without colon", "GET /web/x HTTP/1.1\r\nHost: x\r\nNonsense\r\n\r\n", 0);
        yield return new Payload("two Host", "GET /web/x HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 0);
        yield return new Payload("no Host", "GET /web/x HTTP/1.1\r\n\r\n", 0);
        yield return new Payload("Host with path", "GET /web/x HTTP/1.1\r\nHost: x/y\r\n\r\n", 0);
        yield return new Payload("HTTP/1.2", "GET /web/x HTTP/1.2\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("header name with underscore", "GET /web/x HTTP/1.1\r\nHost: x\r\nX_Y: 1\r\n\r\n", 0);
        yield return new Payload("Connection nominates Host", "GET /web/x HTTP/1.1\r\nHost: x\r\nConnection: Host, Authorization\r\nAuthorization: a\r\n\r\n", 1);
    }

    private static IEnumerable<Payload> Targets()
    {
        yield return new Payload("space in target", "GET /web/a b HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("absolute form with another host", "GET http://y/web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("absolute form", "GET http://x/web/x HTTP/1.1\r\nHost: x\r\n\r\n", 1);
        yield return new Payload("fragment", "GET /web/x#frag HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("CONNECT", "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", 0);
        yield return new Payload("TRACE", "TRACE /web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("dot segments out of the route", "GET /web/../x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("encoded dot segments", "GET /web/%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("dot segments into the route", "GET /a/../web/./x HTTP/1.1\r\nHost: x\r\n\r\n", 1);
        yield return new Payload("absolute form without an authority", "GET http:xxa?://b/web/x HTTP/1.1\r\nHost: a\r\n\r\n", 0);
        yield return new Payload("absolute form behind an asterisk", "OPTIONS *x://evil/web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
        yield return new Payload("double slash first", "GET //web/x HTTP/1.1\r\nHost: x\r\n\r\n", 0);
    }

    private static IEnumerable<Payload> Sizes()
    {
        yield return new Payload("33 KB of headers", $"GET /web/x HTTP/1.1\r\nHost: x\r\nX: {new string('a', 33 * 1024)}\r\n\r\n", 0);
        yield return new Payload("101 headers", $"GET /web/x HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: 1\r\n"))}\r\n", 0);
        yield return new Payload("more Connection options than fields", $"GET /web/x HTTP/1.1\r\nHost: x\r\nConnection: {new string(',', 20_000)}\r\n\r\n", 0);
        yield return new Payload("9 KB target", $"GET /web/{new string('a', 9 * 1024)} HTTP/1.1\r\nHost: x\r\n\r\n", 0);
    }

    private static Payload Post(string name, string headers, string body, int forwarded, string method = "POST", string version = "1.1", int? general = null) =>
        new(name, $"{method} /web/x HTTP/{version}\r\nHost: x\r\n{headers}\r\n{body}", forwarded, general);

    private static Payload Chunk(string name, string body, int forwarded) => Post(name, "Transfer-Encoding: chunked\r\n", body, forwarded);
}
