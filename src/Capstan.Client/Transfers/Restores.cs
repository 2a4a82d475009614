using System.Runtime.ExceptionServices;

namespace Capstan.Client;

/// <summary>Uploads files to restore from.</summary>
internal sealed class Restores(Wire wire, Pauses pauses, TimeProvider time)
{
    /// <summary>Uploads one.</summary>
    public async Task<RestoreAnswer> RunAsync(Stream file, long length, RestoreOptions options, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var key = options.Key is { } given ? WriteKey.Checked(given) : WriteKey.New();
        var start = time.GetTimestamp();
        var begin = file.CanSeek ? file.Position : 0;
        var left = options.Deadline;
        var mayBeDone = false;
        for (var attempt = 0; ; attempt++)
        {
            var copy = new StreamCopy(length, progress);
            var reply = await UploadAsync(file, length, copy, key, left, cancellationToken).ConfigureAwait(false);
            if (reply.Fault is not { } fault)
                return reply.Value!;
            mayBeDone |= fault.MayBeDone && copy.Done == length;
            var pause = pauses.After(attempt, fault.RetryAfter);
            left = options.Deadline - time.GetElapsedTime(start) - pause;
            var canRepeat = fault.IsTransient && (copy.Done == 0 || file.CanSeek) && left >= DatabaseClientOptions.ShortestWait;
            if (!canRepeat)
                throw mayBeDone && !FaultRules.Settles(fault.Code) ? fault.ToUnknown(key) : fault.ToException(key);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            if (copy.Done > 0)
                file.Position = begin;
        }
    }

    private async Task<Reply<RestoreAnswer>> UploadAsync(Stream file, long length, StreamCopy copy, string key, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var message = wire.Message(HttpMethod.Post, "v1/restore");
            message.Headers.TryAddWithoutValidation(WireHeaders.Key, key);
            message.Headers.TryAddWithoutValidation(WireHeaders.Deadline, WireTime.Of(Wire.ServerLimit(limit)));
            message.Headers.ExpectContinue = true;
            message.Content = new CopyContent(file, length, copy);
            using var answer = await wire.SendAsync(message, either.Token).ConfigureAwait(false);
            return await wire.JudgeAsync(answer, AnswerReader.ReadRestore, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (copy.SourceFault is { } broken && !cancellationToken.IsCancellationRequested)
        {
            // The file's own trouble, which sending it again does not mend.
            ExceptionDispatchInfo.Throw(broken);
            throw;
        }
        catch (Exception fault) when (Faults.IsOfConnection(fault, cancellationToken))
        {
            return new Reply<RestoreAnswer>(null, wire.FaultOf(fault, limit), 0);
        }
    }
}
