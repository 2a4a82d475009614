using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Docker;

/// <summary>
/// Takes the engine's log stream apart: frames of one byte stream number, three bytes nothing, four bytes length and a text that
/// begins with its time. The engine cuts long lines into several frames; only the last one ends with a line feed.
/// </summary>
internal static class LogFrames
{
    private const int HeaderLength = 8;
    private const byte StandardError = 2;

    public static async IAsyncEnumerable<StampedLine> ReadAsync(
        Stream stream, ReplicaId replica, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        var (output, error) = (new StringBuilder(), new StringBuilder());
        while (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) == HeaderLength)
        {
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))];
            if (await stream.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, cancellationToken) < payload.Length)
                yield break;
            var isError = header[0] == StandardError;
            var line = isError ? error : output;
            var (stamp, text) = Split(Encoding.UTF8.GetString(payload));
            line.Append(text);
            if (!text.EndsWith('\n'))
                continue;
            yield return new StampedLine(new LogLine(replica, Time(stamp), isError, line.ToString().TrimEnd('\n', '\r')), stamp);
            line.Clear();
        }
    }

    private static (string Stamp, string Text) Split(string payload)
    {
        var space = payload.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (payload.TrimEnd('\n'), "\n") : (payload[..space], payload[(space + 1)..]);
    }

    private static DateTimeOffset Time(string stamp) =>
        DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
