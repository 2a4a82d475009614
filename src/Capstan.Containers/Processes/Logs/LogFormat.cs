using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes.Logs;

/// <summary>
/// The form of log files. The first line is <c>#capstan-log N</c>, where N counts the files of a slot up and never repeats. Each other
/// line is <c>time generation stream text</c>: time in UTC with seven decimals, stream <c>o</c> or <c>e</c>, text as it was written.
/// </summary>
internal static class LogFormat
{
    /// <summary>Longest text of one line in bytes.</summary>
    public const int LongestLine = 64 * 1024;

    private const int StampLength = 28;
    private static readonly StandardFormat Stamp = new('O');

    private static ReadOnlySpan<byte> HeaderStart => "#capstan-log "u8;

    /// <summary>Stands behind a piece of a line that was too long; the line goes on in the replica's next line.</summary>
    public static ReadOnlySpan<byte> CutMark => " [cut]"u8;

    public static byte[] Header(long sequence) =>
        [.. HeaderStart, .. Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture)), (byte)'\n'];

    /// <summary>Whether a line is the first of a log file.</summary>
    public static bool TryParseHeader(ReadOnlySpan<byte> line, out long sequence)
    {
        sequence = 0;
        return line.StartsWith(HeaderStart) && Utf8Parser.TryParse(line[HeaderStart.Length..], out sequence, out var used)
            && used == line.Length - HeaderStart.Length;
    }

    public static void Write(IBufferWriter<byte> output, DateTime utc, int generation, bool isError, ReadOnlySpan<byte> text, bool isCut)
    {
        var span = output.GetSpan(StampLength + 16 + text.Length + CutMark.Length);
        Utf8Formatter.TryFormat(utc, span, out var length, Stamp);
        span[length++] = (byte)' ';
        Utf8Formatter.TryFormat(generation, span[length..], out var digits);
        length += digits;
        span[length++] = (byte)' ';
        span[length++] = isError ? (byte)'e' : (byte)'o';
        span[length++] = (byte)' ';
        text.CopyTo(span[length..]);
        length += text.Length;
        if (isCut)
        {
            CutMark.CopyTo(span[length..]);
            length += CutMark.Length;
        }
        span[length++] = (byte)'\n';
        output.Advance(length);
    }

    /// <summary>Reads a line without its end; null when it is not of this form, such as one torn by the end of the guard.</summary>
    public static LogLine? Parse(ReadOnlySpan<byte> line, string service, int slot)
    {
        if (!Utf8Parser.TryParse(line, out DateTime time, out var used, 'O') || used != StampLength || line.Length <= used || line[used] != ' ')
            return null;
        line = line[(used + 1)..];
        if (!Utf8Parser.TryParse(line, out int generation, out used) || line.Length < used + 3 || line[used] != ' ' || line[used + 2] != ' ')
            return null;
        var stream = line[used + 1];
        if (stream is not ((byte)'o' or (byte)'e'))
            return null;
        var text = line[(used + 3)..].TrimEnd((byte)'\r');
        return new LogLine(new ReplicaId(service, slot, generation), new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero),
            stream == 'e', Encoding.UTF8.GetString(text));
    }
}
