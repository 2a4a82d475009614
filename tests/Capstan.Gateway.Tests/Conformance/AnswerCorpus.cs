namespace Capstan.Gateway.Tests.Conformance;

/// <summary>
/// Answers that two HTTP programs may take for different ones. Whatever becomes of such an answer, the next request on the client's
/// connection gets its own.
/// </summary>
public static class AnswerCorpus
{
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

    public static IEnumerable<TheoryDataRow<OddAnswer>> All() => Lengths().Concat(Encodings()).Concat(Lines()).Concat(Leftovers()).Select(answer => new TheoryDataRow<OddAnswer>(answer));

    private static IEnumerable<OddAnswer> Lengths()
    {
        yield return new("two different lengths", $"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: {2 + Evil.Length}\r\n\r\nok{Evil}");
        yield return new("two equal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "200 502");
        yield return new("list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "200 502");
        yield return new("list of different lengths", $"HTTP/1.1 200 OK\r\nContent-Length: 2, {2 + Evil.Length}\r\n\r\nok{Evil}");
        yield return new("negative length", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok" + Evil);
        yield return new("signed length", "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok" + Evil, "200 502");
        yield return new("hexadecimal length", "HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nok" + Evil);
        yield return new("length with a space inside", "HTTP/1.1 200 OK\r\nContent-Length: 2 0\r\n\r\nok" + Evil);
        yield return new("length beyond all", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok" + Evil);
        yield return new("empty length", "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\nok" + Evil);
    }

    private static IEnumerable<OddAnswer> Encodings()
    {
        yield return new("chunked and a length", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "200 502");
        yield return new("a length and chunked that would hide an answer", $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: {7 + 5 + Evil.Length}\r\n\r\n2\r\nok\r\n0\r\n\r\n{Evil}", "200 502");
        yield return new("chunked twice", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil, "200 502");
        yield return new("gzip, chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil, "200 502");
        yield return new("identity", "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok" + Evil, "200 502");
        yield return new("an unknown encoding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\nok" + Evil, "200 502");
        yield return new("chunked of HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil, "200 502");
        yield return new("chunk longer than said", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n" + Evil, "200 502");
        yield return new("chunk with LF alone", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nok\n0\n\n" + Evil, "200 502");
        yield return new("a second answer for a chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Evil, "200 502");
        yield return new("trailer that is a length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nContent-Length: 100\r\n\r\n", "200 502");
    }

    private static IEnumerable<OddAnswer> Lines()
    {
        yield return new("no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n");
        yield return new("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
        yield return new("status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nok");
        yield return new("status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok");
        yield return new("status with letters", "HTTP/1.1 2x0 OK\r\nContent-Length: 2\r\n\r\nok");
        yield return new("field without a colon", "HTTP/1.1 200 OK\r\nNonsense\r\nContent-Length: 2\r\n\r\nok");
        yield return new("space before a colon", "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok" + Evil, "200 502");
        yield return new("folded field", "HTTP/1.1 200 OK\r\nX-Folded: a\r\n Content-Length: 99\r\nContent-Length: 2\r\n\r\nok", "200 502");
        yield return new("folded length", "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok" + Evil, "200 502");
        yield return new("NUL in a field", "HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\nContent-Length: 2\r\n\r\nok", "200 502");
        yield return new("bare CR in a field", "HTTP/1.1 200 OK\r\nX-Cr: a\rContent-Length: 99\r\nContent-Length: 2\r\n\r\nok", "200 502");
        yield return new("LF alone everywhere", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "200 502");
        yield return new("nothing but an empty line", "\r\n\r\n", "502 504");
    }

    private static IEnumerable<OddAnswer> Leftovers()
    {
        yield return new("a second answer behind the first", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + Evil, "200");
        yield return new("a second answer behind the last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n" + Evil, "200");
        yield return new("a byte behind the first", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!", "200");
        yield return new("a line behind the first", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n", "200");
        yield return new("continue that nobody asked for", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200");
        yield return new("interim answer with a length", "HTTP/1.1 103 Early Hints\r\nContent-Length: 4\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 502");
        yield return new("more Connection options than fields", $"HTTP/1.1 200 OK\r\nConnection: {new string(',', 20_000)}\r\nContent-Length: 0\r\n\r\n");
        yield return new("101 that nobody asked for", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\n" + Evil);
    }
}
