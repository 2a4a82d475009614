using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Capstan.Gateway.Logging;

/// <summary>One JSON object a line. Members come without notice; none changes its meaning.</summary>
internal sealed class JsonLines : IAccessLines
{
    private const string TimeForm = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    private static readonly JsonEncodedText Client = JsonEncodedText.Encode("client");
    private static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText Target = JsonEncodedText.Encode("target");
    private static readonly JsonEncodedText Cut = JsonEncodedText.Encode("target_cut");
    private static readonly JsonEncodedText Protocol = JsonEncodedText.Encode("protocol");
    private static readonly JsonEncodedText Scheme = JsonEncodedText.Encode("scheme");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText BytesIn = JsonEncodedText.Encode("bytes_in");
    private static readonly JsonEncodedText BytesOut = JsonEncodedText.Encode("bytes_out");
    private static readonly JsonEncodedText Duration = JsonEncodedText.Encode("duration_us");
    private static readonly JsonEncodedText Answered = JsonEncodedText.Encode("answered_us");
    private static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");
    private static readonly JsonEncodedText Replica = JsonEncodedText.Encode("replica");
    private static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("request_id");
    private static readonly JsonEncodedText Retries = JsonEncodedText.Encode("retries");
    private static readonly JsonEncodedText Aborted = JsonEncodedText.Encode("aborted");
    private static readonly JsonEncodedText Dropped = JsonEncodedText.Encode("dropped");

    // The relaxed encoder leaves & and + readable; a log is no web page.
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <inheritdoc />
    public void Write(in AccessRecord record, AccessTimes times, IBufferWriter<byte> output)
    {
        Span<byte> text = stackalloc byte[PlainText.RoomFor(AccessRecord.LongestTarget)];
        _json.Reset(output);
        _json.WriteStartObject();
        WriteTime(times.Arrival);
        _json.WriteString(Client, text[..PlainText.WriteAddress(record.ClientBytes, text)]);
        WriteRequest(record, text);
        _json.WriteNumber(Status, record.Status);
        _json.WriteNumber(BytesIn, record.BytesIn);
        _json.WriteNumber(BytesOut, record.BytesOut);
        _json.WriteNumber(Duration, times.Duration);
        if (times.Answered is { } answered)
            _json.WriteNumber(Answered, answered);
        WriteService(record);
        if (!record.IdBytes.IsEmpty)
            _json.WriteString(RequestId, text[..PlainText.Write(record.IdBytes, isCut: false, text)]);
        if (record.Ending != AccessEnd.Whole)
            _json.WriteString(Aborted, record.Ending == AccessEnd.ClientGone ? "client"u8 : "replica"u8);
        End(output);
    }

    /// <inheritdoc />
    public void WriteDropped(long count, DateTime now, IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        WriteTime(now);
        _json.WriteNumber(Dropped, count);
        End(output);
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();

    private void WriteRequest(in AccessRecord record, Span<byte> text)
    {
        if (!record.MethodBytes.IsEmpty)
        {
            _json.WriteString(Method, text[..PlainText.Write(record.MethodBytes, isCut: false, text)]);
            _json.WriteString(Target, text[..PlainText.Write(record.TargetBytes, record.IsCut, text)]);
            if (record.IsCut)
                _json.WriteBoolean(Cut, value: true);
        }

        _json.WriteString(Protocol, ProtocolText.Of(record.Version));
        _json.WriteString(Scheme, record.IsTls ? "https"u8 : "http"u8);
    }

    private void WriteService(in AccessRecord record)
    {
        if (record.Service is not null)
            _json.WriteString(Service, record.Service);
        if (record.Replica is not null)
            _json.WriteString(Replica, record.Replica);
        if (record.Retries > 0)
            _json.WriteNumber(Retries, record.Retries);
    }

    private void WriteTime(DateTime time)
    {
        Span<byte> text = stackalloc byte[TimeForm.Length];
        time.TryFormat(text, out var length, TimeForm, CultureInfo.InvariantCulture);
        _json.WriteString(Time, text[..length]);
    }

    private void End(IBufferWriter<byte> output)
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n"u8);
    }
}
