using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Statements;
using Capstan.Database.Worker;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// Sends answers: all that were noted for one front as one message, then acknowledges the messages that are answered as a whole. Answers go
/// without confirms: one that is lost is asked for again. For any thread; one sends at a time, and takes along what others note meanwhile.
/// </summary>
/// <param name="link">The connection to send on.</param>
/// <param name="channel">A channel of it that nobody else uses.</param>
internal sealed class AnswerDesk(BrokerLink link, IChannel channel)
{
    /// <summary>Bytes of answers behind which a message ends.</summary>
    private const int MostBytes = 1024 * 1024;

    private static readonly BasicProperties Transient = new() { Persistent = false };

    private readonly Lock _lock = new();
    private readonly RecordWriter _writer = new();
    private List<(Sender To, Numbered<Answer> Answer)> _noted = [];
    private List<OpenMessage> _answered = [];
    private bool _isSending;

    /// <summary>Notes an answer.</summary>
    /// <param name="to">Who asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="answered">The message that is answered as a whole with it; null when there is more in it.</param>
    public void Note(Sender to, Numbered<Answer> answer, OpenMessage? answered)
    {
        lock (_lock)
        {
            _noted.Add((to, answer));
            if (answered is not null)
                _answered.Add(answered);
        }
    }

    /// <summary>A message needs no answer of its own any more: it is acknowledged with the next <see cref="FlushAsync"/>.</summary>
    public void Note(OpenMessage answered)
    {
        lock (_lock)
            _answered.Add(answered);
    }

    /// <summary>Sends what was noted. When somebody sends already, that one takes it along, and this returns at once.</summary>
    /// <exception cref="SessionLostException">The connection is gone.</exception>
    public async ValueTask FlushAsync()
    {
        while (Begin() is var (answers, answered))
        {
            try
            {
                await SendAsync(answers);
                if (Failpoints.IsArmed && answered.Exists(static message => message.IsWrite))
                    await HitAnsweredAsync();
                foreach (var message in answered)
                    await AcknowledgeAsync(message);
            }
            catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
            {
                link.Drop(fault);
                throw new SessionLostException(link.Reason, fault);
            }
            finally
            {
                lock (_lock)
                    _isSending = false;
            }
        }
    }

    /// <summary>Sends one message to a front's queue, which may be gone.</summary>
    public ValueTask SendAsync(string queue, ReadOnlyMemory<byte> message) =>
        channel.BasicPublishAsync("", queue, mandatory: false, Transient, message, CancellationToken.None);

    private (List<(Sender To, Numbered<Answer> Answer)> Answers, List<OpenMessage> Answered)? Begin()
    {
        lock (_lock)
        {
            if (_isSending || (_noted.Count == 0 && _answered.Count == 0))
                return null;
            var taken = (_noted, _answered);
            (_noted, _answered, _isSending) = ([], [], true);
            return taken;
        }
    }

    private async ValueTask SendAsync(List<(Sender To, Numbered<Answer> Answer)> noted)
    {
        foreach (var (to, answers) in Pieces(noted))
        {
            _writer.Clear();
            new AnswerMessage(to.Front, answers).Write(_writer);
            await SendAsync(to.ReplyTo, _writer.Written);
        }
    }

    /// <summary>One message for each front, as long as they are small.</summary>
    private static IEnumerable<(Sender To, List<Numbered<Answer>> Answers)> Pieces(List<(Sender To, Numbered<Answer> Answer)> noted)
    {
        foreach (var front in noted.GroupBy(one => one.To, one => one.Answer))
        {
            var (piece, bytes) = (new List<Numbered<Answer>>(), 0L);
            foreach (var answer in front)
            {
                if (piece.Count == Envelope.MostRequests || (piece.Count > 0 && bytes + answer.Value.Body.Length > MostBytes))
                {
                    yield return (front.Key, piece);
                    (piece, bytes) = ([], 0);
                }

                piece.Add(answer);
                bytes += answer.Value.Body.Length;
            }

            yield return (front.Key, piece);
        }
    }

    /// <summary>The place between answer and acknowledgement. The broker is asked something behind the answer, so that this has left before.</summary>
    private async ValueTask HitAnsweredAsync()
    {
        if (Failpoints.IsNext("c10"))
            await channel.QueueDeclarePassiveAsync(QueueNames.Writes, CancellationToken.None);
        Failpoints.Hit("c10");
    }

    // What a closed channel held is delivered again, and answered from what is known.
    private async ValueTask AcknowledgeAsync(OpenMessage message)
    {
        if (message.Channel is not { IsOpen: true } from)
            return;
        try
        {
            await from.BasicAckAsync(message.Tag, multiple: false, CancellationToken.None);
        }
        catch (AlreadyClosedException) when (from.IsClosed && !link.Ended.IsCancellationRequested)
        {
            // It was closed just now.
        }
    }
}
