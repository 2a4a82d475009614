using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Capstan.Gateway.Logging;

/// <summary>
/// The common log format of NCSA httpd: <c>host ident user [day/month/year:hour:minute:second zone] "request line" status bytes</c>,
/// where a dash stands for what is not known, which identity and user never are here.
/// </summary>
internal sealed class CommonLines : IAccessLines
{
    private const string TimeForm = "dd/MMM/yyyy:HH:mm:ss +0000";

    /// <summary>What nginx made usual for a client that went away before there was a status to give it.</summary>
    private const int NobodyThere = 499;

    private const int Room = 256;

    /// <inheritdoc />
    public void Write(in AccessRecord record, AccessTimes times, IBufferWriter<byte> output)
    {
        var line = new LineWriter(output.GetSpan(Room + PlainText.RoomFor(AccessRecord.LongestTarget)));
        line.Advance(PlainText.WriteAddress(record.ClientBytes, line.Rest));
        WriteTime(ref line, times.Arrival);
        if (record.MethodBytes.IsEmpty)
        {
            line.Add("-"u8);
        }
        else
        {
            line.Advance(PlainText.Write(record.MethodBytes, isCut: false, line.Rest));
            line.Add(" "u8);
            line.Advance(PlainText.Write(record.TargetBytes, record.IsCut, line.Rest));
            line.Add(" "u8);
            line.Add(ProtocolText.Of(record.Version));
        }

        line.Add("\" "u8);
        line.Add(record.Status == 0 ? NobodyThere : record.Status);
        line.Add(" "u8);
        if (record.BytesOut == 0)
            line.Add("-"u8);
        else
            line.Add(record.BytesOut);
        line.Add("\n"u8);
        output.Advance(line.Length);
    }

    /// <inheritdoc />
    public void WriteDropped(long count, DateTime now, IBufferWriter<byte> output)
    {
        var line = new LineWriter(output.GetSpan(Room));
        line.Add("-"u8);
        WriteTime(ref line, now);
        line.Add(count);
        line.Add(" lines dropped\" 0 -\n"u8);
        output.Advance(line.Length);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private static void WriteTime(ref LineWriter line, DateTime time)
    {
        line.Add(" - - ["u8);
        time.TryFormat(line.Rest, out var length, TimeForm, CultureInfo.InvariantCulture);
        line.Advance(length);
        line.Add("] \""u8);
    }

    /// <summary>Appends to memory that is large enough.</summary>
    private ref struct LineWriter(Span<byte> room)
    {
        private readonly Span<byte> _room = room;

        public int Length { get; private set; }

        public readonly Span<byte> Rest => _room[Length..];

        public void Add(ReadOnlySpan<byte> text)
        {
            text.CopyTo(Rest);
            Length += text.Length;
        }

        public void Add(long number)
        {
            Utf8Formatter.TryFormat(number, Rest, out var length);
            Length += length;
        }

        public void Advance(int length) => Length += length;
    }
}
