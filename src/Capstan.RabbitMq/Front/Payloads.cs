using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;

namespace Capstan.RabbitMq.Front;

/// <summary>Encodes requests on the threads of their callers, so that the one that sends only puts them together.</summary>
internal static class Payloads
{
    private const int MostKept = 64 * 1024;

    [ThreadStatic]
    private static RecordWriter? _writer;

    /// <summary>A write with its number.</summary>
    public static byte[] Of(long number, WriteIntent intent)
    {
        var writer = Begin(number);
        intent.Write(writer);
        return End(writer);
    }

    /// <summary>A read with its number.</summary>
    public static byte[] Of(long number, ReadQuery query)
    {
        var writer = Begin(number);
        query.Write(writer);
        return End(writer);
    }

    private static RecordWriter Begin(long number)
    {
        var writer = _writer ?? new RecordWriter();
        writer.Clear();
        return writer.Int64(number);
    }

    private static byte[] End(RecordWriter writer)
    {
        // The memory of a large one is not kept.
        _writer = writer.Written.Length <= MostKept ? writer : null;
        return writer.Written.ToArray();
    }
}
