using System.Globalization;
using System.Text;
using Capstan.Database.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Classic;

/// <summary><c>crash/master</c>, <c>crash/slave</c> and <c>worker/list</c>: the seeds' words for leader and follower.</summary>
internal sealed class WorkerEndpoints(IWorkerControl workers)
{
    /// <summary><c>POST /api/v1/crash/master</c>.</summary>
    public async Task CrashLeaderAsync(HttpContext context) => await PidAsync(context, await workers.CrashLeaderAsync(context.RequestAborted));

    /// <summary><c>POST /api/v1/crash/slave</c>.</summary>
    public async Task CrashFollowerAsync(HttpContext context) => await PidAsync(context, await workers.CrashFollowerAsync(context.RequestAborted));

    /// <summary><c>GET /api/v1/worker/list</c>.</summary>
    public Task ListAsync(HttpContext context) => NumbersAsync(context, workers.Pids());

    private static Task PidAsync(HttpContext context, int? pid) =>
        pid is { } ended ? NumbersAsync(context, [ended]) : ApiProblem.NoWorker.SendAsync(context);

    private static Task NumbersAsync(HttpContext context, IReadOnlyList<int> numbers)
    {
        var text = string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return ApiAnswer.JsonAsync(context, Encoding.ASCII.GetBytes($"[{text}]"));
    }
}
