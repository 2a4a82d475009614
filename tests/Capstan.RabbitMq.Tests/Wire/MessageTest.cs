using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Capstan.RabbitMq.Front;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Tests.Wire;

public sealed class MessageTest
{
    private static readonly Sender From = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "responseQ");

    [Fact]
    public void Writes_WrittenAndRead_AreTheSame()
    {
        var intent = new WriteIntent { Request = new RequestId("a"), IsKeyed = true, Kind = RecordKind.Restore, Body = new byte[] { 1, 2 }, Deadline = 77 };
        var read = WriteMessage.Read(Opened(new WriteMessage(From, 5, true, [new Numbered<WriteIntent>(9, intent)]).Write, MessageKind.Writes));
        Assert.Equal((From, 5L, true), (read.From, read.Now, read.IsSuspect));
        var (number, value) = Assert.Single(read.Writes);
        Assert.Equal((9L, intent.Request, true, RecordKind.Restore, 77L), (number, value.Request, value.IsKeyed, value.Kind, value.Deadline));
        Assert.Equal(intent.Body.ToArray(), value.Body.ToArray());
    }

    /// <summary>The front puts messages together from what its callers encoded.</summary>
    [Fact]
    public void Payloads_BehindABeginning_AreAMessage()
    {
        var reader = Opened(writer =>
        {
            WriteMessage.Begin(writer, From, 5, 2);
            foreach (var number in (long[])[1, 2])
                writer.Raw(Payloads.Of(number, new WriteIntent { Request = new RequestId($"r{number}"), Body = default, Deadline = number }));
        }, MessageKind.Writes);
        Assert.Equal([(1L, "r1"), (2L, "r2")], WriteMessage.Read(reader).Writes.Select(write => (write.Number, write.Value.Request.Value)));
        var reads = Opened(writer =>
        {
            ReadMessage.Begin(writer, From, 1);
            writer.Raw(Payloads.Of(3, new ReadQuery { Statements = [new SqlStatement { Sql = "SELECT 1" }], Level = ReadLevel.Linear, MaxRows = 4 }));
        }, MessageKind.Reads);
        var read = Assert.Single(ReadMessage.Read(reads).Reads);
        Assert.Equal((3L, "SELECT 1", ReadLevel.Linear, 4), (read.Number, read.Value.Statements[0].Sql, read.Value.Level, read.Value.MaxRows));
    }

    [Fact]
    public void Answers_WrittenAndRead_AreTheSame()
    {
        var answer = new Answer(AnswerCode.Unique, new Lsn(3), new byte[] { 7 });
        var read = AnswerMessage.Read(Opened(new AnswerMessage(From.Front, [new Numbered<Answer>(1, answer), new Numbered<Answer>(2, answer)]).Write, MessageKind.Answers));
        Assert.Equal(From.Front, read.Front);
        Assert.Equal([(1L, answer), (2L, answer)], read.Answers.Select(one => (one.Number, one.Value)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(null)]
    public void Note_WrittenAndRead_IsTheSame(int? slot)
    {
        var notice = new EngineNotice("step-down", "because", slot);
        Assert.Equal(new NoteMessage(From.Front, notice), NoteMessage.Read(Opened(new NoteMessage(From.Front, notice).Write, MessageKind.Note)));
    }

    [Fact]
    public void Open_OfAnotherFormat_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Envelope.Open(new RecordReader(new byte[] { 2, 1 })));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Envelope.MostRequests + 1)]
    public void Count_OutOfBounds_IsRefused(int count)
    {
        var reader = Opened(writer => ReadMessage.Begin(writer, From, count), MessageKind.Reads);
        Assert.Throws<InvalidDataException>(() => ReadMessage.Read(reader));
    }

    [Fact]
    public void Read_CutAnywhere_IsRefusedAndNothingElse()
    {
        var writer = new RecordWriter();
        new WriteMessage(From, 5, false, [new Numbered<WriteIntent>(9, new WriteIntent { Request = new RequestId("a"), Body = new byte[3], Deadline = 1 })]).Write(writer);
        var bytes = writer.Written.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var reader = new RecordReader(bytes.AsMemory(0, length));
            Assert.Throws<InvalidDataException>(() =>
            {
                Envelope.Open(reader);
                WriteMessage.Read(reader);
            });
        }
    }

    private static RecordReader Opened(Action<RecordWriter> write, MessageKind kind)
    {
        var writer = new RecordWriter();
        write(writer);
        var reader = new RecordReader(writer.Written.ToArray());
        Assert.Equal(kind, Envelope.Open(reader));
        return reader;
    }
}
