using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Requests;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>GET /v1/backup</c>: a SQLite file with everything that was answered before the request.</summary>
internal sealed class BackupEndpoint(DatabaseFront front, IBackupSource backups, string folder, Func<RequestId> newName)
{
    private static readonly ApiProblem NoBackup =
        new(503, "unavailable", "No worker can make a backup now.", "Try again when a follower is ready.") { RetryAfter = ApiProblem.Second };

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var file = new TemporaryFile(folder, "backup-" + newName());
        if (await backups.MakeAsync(file.Path, front.Positions.Highest ?? Lsn.None, context.RequestAborted) is not { } lsn)
        {
            await NoBackup.SendAsync(context);
            return;
        }

        await using var content = file.Open();
        var response = context.Response;
        ApiAnswer.Show(context, lsn);
        response.ContentType = "application/vnd.sqlite3";
        response.ContentLength = content.Length;
        await content.CopyToAsync(response.Body, context.RequestAborted);
    }
}
