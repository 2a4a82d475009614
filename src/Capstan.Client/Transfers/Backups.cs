using System.Net;

namespace Capstan.Client;

/// <summary>Downloads backups.</summary>
internal sealed class Backups(Wire wire, Pauses pauses, TimeProvider time)
{
    /// <summary>Above the 10 minutes in which the database makes a backup.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(11);

    /// <summary>Longest silence within a file.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    /// <summary>Downloads one; its position.</summary>
    public async Task<long> RunAsync(Stream destination, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var begin = destination.CanSeek ? destination.Position : 0;
        for (var attempt = 0; ; attempt++)
        {
            var reply = await DownloadAsync(destination, progress, cancellationToken).ConfigureAwait(false);
            if (reply.Fault is not { } fault)
                return reply.Position;
            var pause = pauses.After(attempt, fault.RetryAfter);
            var isBegun = reply.Value > 0;
            if (!fault.IsTransient || (isBegun && !destination.CanSeek) || time.GetElapsedTime(start) + pause > Patience)
                throw fault.ToException(key: null);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            if (isBegun)
            {
                destination.SetLength(begin);
                destination.Position = begin;
            }
        }
    }

    /// <summary>One attempt; its value is how many bytes were written.</summary>
    private async Task<Reply<long>> DownloadAsync(Stream destination, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        StreamCopy? copy = null;
        try
        {
            using var message = wire.Message(HttpMethod.Get, "v1/backup");
            using var answer = await wire.SendAsync(message, either.Token).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.OK)
                return new Reply<long>(0, await Wire.FaultOfAsync(answer, either.Token).ConfigureAwait(false), 0);
            var length = answer.Content.Headers.ContentLength ?? throw new InvalidDataException("a backup comes without its length");
            copy = new StreamCopy(length, progress) { Moved = () => late.CancelAfter(LongestSilence) };
            var source = await answer.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
                await copy.RunAsync(source, destination, either.Token).ConfigureAwait(false);
            return new Reply<long>(copy.Done, null, Wire.PositionOf(answer));
        }
        catch (Exception fault) when (copy?.TargetFault is null && Faults.IsOfConnection(fault, cancellationToken))
        {
            return new Reply<long>(copy?.Done ?? 0, wire.FaultOf(fault, Patience), 0);
        }
    }
}
