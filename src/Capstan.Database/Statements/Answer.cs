using System.Text;
using Capstan.Database.Log;

namespace Capstan.Database.Statements;

/// <summary>The answer to a write, kept with its request id, or to a read.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Lsn">Writes: the LSN of the record that decided it. Reads: what the answering worker had applied.</param>
/// <param name="Body">
/// Success: the results as UTF-8 JSON, an array with one object for each statement:
/// <c>{"changes":1,"lastInsertRowId":7,"columns":["id"],"rows":[[7]]}</c> (columns and rows only when it returns rows; reads have no
/// changes; a read asked for objects has <c>"objects":[{…}]</c> in their place). Otherwise: what is wrong, for people, as UTF-8 text.
/// </param>
public sealed record Answer(AnswerCode Code, Lsn Lsn, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether it took effect.</summary>
    public bool IsOk => Code == AnswerCode.Ok;

    /// <summary>What is wrong, of an answer that is not <see cref="IsOk"/>.</summary>
    public string Detail => IsOk ? "" : Encoding.UTF8.GetString(Body.Span);

    /// <summary>An answer that says what is wrong.</summary>
    public static Answer Fault(AnswerCode code, Lsn lsn, string detail) => new(code, lsn, Encoding.UTF8.GetBytes(detail));

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer) => writer.Byte((byte)Code).Int64(Lsn.Value).Bytes(Body.Span);

    /// <summary>Its bytes.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter();
        Write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>Reads it. Its body shares the reader's memory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Answer Read(RecordReader reader) => new((AnswerCode)reader.Byte(), new Lsn(reader.Int64()), reader.Bytes());

    /// <summary>Reads it from its bytes, which its body shares.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Answer Decode(ReadOnlyMemory<byte> bytes) => Read(new RecordReader(bytes));

    /// <inheritdoc />
    public bool Equals(Answer? other) => other is not null && Code == other.Code && Lsn == other.Lsn && Body.Span.SequenceEqual(other.Body.Span);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Code, Lsn, Body.Length);
}
