using System.Runtime.ExceptionServices;

namespace Capstan.Client;

/// <summary>Uploads files to restore from or to import.</summary>
/// <param name="wire">Sends.</param>
/// <param name="pauses">Between two attempts.</param>
/// <param name="time">Measures.</param>
/// <param name="path">Where to, below the database's address.</param>
/// <param name="read">Reads the body of a success.</param>
internal sealed class Uploads<T>(Wire wire, Pauses pauses, TimeProvider time, string path, BodyReader<T> read)
{
    /// <summary>Uploads one.</summary>
    public async Task<T> RunAsync(Stream file, long length, UploadOptions options, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var key = options.Key is { } given ? WriteKey.Checked(given) : WriteKey.New(time);
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

    private async Task<Reply<T>> UploadAsync(Stream file, long length, StreamCopy copy, string key, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var message = wire.Message(HttpMethod.Post, path);
            message.Headers.TryAddWithoutValidation(WireHeaders.Key, key);
            message.Headers.TryAddWithoutValidation(WireHeaders.Deadline, WireTime.Of(Wire.ServerLimit(limit)));
            message.Headers.ExpectContinue = true;
            message.Content = new CopyContent(file, length, copy);
            using var answer = await wire.SendAsync(message, either.Token).ConfigureAwait(false);
            return await wire.JudgeAsync(answer, read, either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (copy.SourceFault is { } broken && !cancellationToken.IsCancellationRequested)
        {
            // The file's own trouble, which sending it again does not mend.
            ExceptionDispatchInfo.Throw(broken);
            throw;
        }
        catch (Exception fault) when (Faults.IsOfConnection(fault, cancellationToken))
        {
            return new Reply<T>(default, wire.FaultOf(fault, limit), 0);
        }
    }
}
