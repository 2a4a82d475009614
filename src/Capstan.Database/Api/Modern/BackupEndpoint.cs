using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Requests;
using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Reading;
using Capstan.Database.Statements;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>GET /v1/backup</c>: a SQLite file with everything that had been answered when the request came, by whatever front.</summary>
internal sealed class BackupEndpoint(DatabaseFront front, IBackupSource backups, string folder, Func<RequestId> newName)
{
    private static readonly ApiProblem NoBackup = Unable("Try again when a worker is ready.");

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // What another front, or this one before it was started again, has answered shows in the log alone.
        var everything = new ReadQuery
        {
            Statements = [new SqlStatement { Sql = "SELECT 1" }],
            Level = ReadLevel.Linear,
            MinLsn = front.Positions.Highest ?? Lsn.None,
        };
        var known = await front.ReadAsync(everything, context.RequestAborted);
        using var file = new TemporaryFile(folder, "backup-" + newName());
        var (lsn, problem) = known.Answer is { IsOk: true } answer ? await MakeAsync(file.Path, answer.Lsn, context.RequestAborted) : (Lsn.None, known.Problem);
        await (problem?.SendAsync(context) ?? SendAsync(context, file, lsn));
    }

    private async Task<(Lsn Lsn, ApiProblem? Problem)> MakeAsync(string path, Lsn atLeast, CancellationToken cancellationToken)
    {
        try
        {
            return await backups.MakeAsync(path, atLeast, cancellationToken) is { } lsn ? (lsn, null) : (Lsn.None, NoBackup);
        }
        catch (Exception fault) when (fault is IOException or StoreFailedException)
        {
            return (Lsn.None, Unable(fault.Message));
        }
    }

    private static async Task SendAsync(HttpContext context, TemporaryFile file, Lsn lsn)
    {
        await using var content = file.Open();
        // Who has it open can read it without its name, and nothing is left of it even if this program ends meanwhile.
        file.Dispose();
        var response = context.Response;
        ApiAnswer.Show(context, lsn);
        response.ContentType = "application/vnd.sqlite3";
        response.ContentLength = content.Length;
        await content.CopyToAsync(response.Body, context.RequestAborted);
    }

    private static ApiProblem Unable(string detail) => new(503, "unavailable", "No backup can be made now.", detail) { RetryAfter = ApiProblem.Second };
}
