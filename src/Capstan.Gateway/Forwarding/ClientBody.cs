using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Forwarding;

/// <summary>The client's request body as the content of the forwarded request: passed on as it comes, never gathered.</summary>
internal sealed class ClientBody(HttpRequest request, long? length, Deadline deadline) : HttpContent
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _started;
    private volatile bool _stopped;

    /// <summary>Whether any of it may have been sent.</summary>
    public bool IsStarted => _started;

    /// <summary>Why it could not be read; null when it could.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Bytes of it that were taken.</summary>
    public long Taken { get; private set; }

    /// <summary>Stops reading, for an answer that came before the end of the body; returns when nobody touches the request any more.</summary>
    public Task StopAsync()
    {
        if (!_started || _ended.Task.IsCompleted)
            return Task.CompletedTask;
        _stopped = true;
        request.BodyReader.CancelPendingRead();
        return _ended.Task;
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _started = true;
        try
        {
            await CopyAsync(stream);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <inheritdoc />
    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }

    private async Task CopyAsync(Stream stream)
    {
        var reader = request.BodyReader;
        while (true)
        {
            if (!TryRead(reader, out var result))
            {
                // Nothing more at hand: what was written goes out before the wait.
                await stream.FlushAsync(deadline.Token);
                result = await ReadAsync(reader);
            }

            if (result.IsCanceled || _stopped)
            {
                // The server drains what is left of the body: it must find no read under way.
                reader.AdvanceTo(result.Buffer.Start);
                deadline.Token.ThrowIfCancellationRequested();
                throw new OperationCanceledException("The answer came before the end of the request's body.");
            }

            // The server drains what is left of the body after a failure too: it must find nothing that was read and not given back.
            var used = result.Buffer.Start;
            try
            {
                foreach (var segment in result.Buffer)
                    await stream.WriteAsync(segment, deadline.Token);
                Taken += result.Buffer.Length;
                used = result.Buffer.End;
            }
            finally
            {
                reader.AdvanceTo(used);
            }

            deadline.Extend();
            if (result.IsCompleted)
                return;
        }
    }

    private bool TryRead(PipeReader reader, out ReadResult result)
    {
        try
        {
            return reader.TryRead(out result);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Fault = exception;
            throw;
        }
    }

    private async ValueTask<ReadResult> ReadAsync(PipeReader reader)
    {
        // Not the token itself: a read that ends by an exception would count as one under way for ever.
        await using var ending = deadline.Token.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), reader);
        try
        {
            return await reader.ReadAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Fault = exception;
            throw;
        }
    }
}
