using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Reading;

/// <summary>A read: what <c>readQ</c> carries. Its statements see one state of the database.</summary>
public sealed record ReadQuery
{
    private readonly IReadOnlyList<SqlStatement> _statements = [];
    private byte[]? _body;

    /// <summary>Read-only statements.</summary>
    public required IReadOnlyList<SqlStatement> Statements
    {
        get => _statements;
        init => (_statements, _body) = (value, null);
    }

    /// <summary>What it may show.</summary>
    public ReadLevel Level { get; init; }

    /// <summary>The worker must have applied this much (session).</summary>
    public Lsn MinLsn { get; init; }

    /// <summary>The worker must have read the log up to here (linear; the front knows the log's end).</summary>
    public LogPosition MinPosition { get; init; }

    /// <summary>How rows are written.</summary>
    public RowShape Shape { get; init; }

    /// <summary>Most rows of all statements together. Default 10,000.</summary>
    public int MaxRows { get; init; } = 10_000;

    /// <summary>How long the worker may take, waiting included, in milliseconds. Default 5,000.</summary>
    public int TimeoutMilliseconds { get; init; } = 5_000;

    /// <summary>The statements as they are sent. Encoded once, however often the read is sent or copied with another limit.</summary>
    internal ReadOnlyMemory<byte> Body => _body ??= new Operation { Statements = Statements }.Encode();

    /// <summary>Writes it.</summary>
    public void Write(RecordWriter writer) => writer.Bytes(Body.Span).Byte((byte)Level).Int64(MinLsn.Value).Int64(MinPosition.Value)
        .Byte((byte)Shape).Int32(MaxRows).Int32(TimeoutMilliseconds);

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ReadQuery Read(RecordReader reader) => new()
    {
        Statements = Operation.Decode(reader.Bytes()).Statements,
        Level = (ReadLevel)reader.Byte(),
        MinLsn = new Lsn(reader.Int64()),
        MinPosition = new LogPosition(reader.Int64()),
        Shape = (RowShape)reader.Byte(),
        MaxRows = reader.Int32(),
        TimeoutMilliseconds = reader.Int32(),
    };
}
