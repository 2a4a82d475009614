using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Capstan.Gateway.Fuzz;

/// <summary>A connection whose client sends everything, and closes its side when the server waits for more.</summary>
internal sealed class PipedConnection : DefaultConnectionContext, IDuplexPipe
{
    private static readonly PipeOptions Inline =
        new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, resumeWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toServer = new(Inline);
    private readonly Pipe _toClient = new(Inline);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PipedConnection()
        : base("fuzz")
    {
        Input = new EndingReader(_toServer);
        Transport = this;
        Features.Set(this);
    }

    public PipeReader Input { get; }

    public PipeWriter Output => _toClient.Writer;

    /// <summary>What the application saw on it.</summary>
    public List<Seen> Requests { get; } = [];

    /// <summary>The application's refusal of a request.</summary>
    public Edge.OwnAnswer? Refusal { get; set; }

    /// <summary>Has the client send bytes.</summary>
    public async Task SendAsync(byte[] bytes) => await _toServer.Writer.WriteAsync(bytes);

    /// <summary>Waits for its end; returns everything that was answered.</summary>
    public async Task<string> AnswersAsync()
    {
        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await _toClient.Writer.CompleteAsync();
        _toClient.Reader.TryRead(out var result);
        return Encoding.Latin1.GetString(result.Buffer);
    }

    public override void Abort(ConnectionAbortedException abortReason) => Input.CancelPendingRead();

    public override ValueTask DisposeAsync()
    {
        _ended.TrySetResult();
        return base.DisposeAsync();
    }
}
