using Capstan.Core.Stacks;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api;

/// <summary>What the API tells of itself.</summary>
internal static class Description
{
    private const string Resource = "openapi.json";

    private static readonly Lazy<byte[]> Document = new(Load);

    /// <summary><c>GET /openapi/v1.json</c>.</summary>
    public static Task OpenApiAsync(HttpContext context) => ApiAnswer.JsonAsync(context, Document.Value);

    /// <summary><c>GET /</c>: one screen for people.</summary>
    public static Task OverviewAsync(HttpContext context, DatabaseSpec spec)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            $$"""
            Database {{spec.Name}}: replicated SQLite by Capstan. {{(spec.IsOpen ? "It asks for no token." : "Send Authorization: Bearer TOKEN.")}}

            SQL
              POST /v1/query     read     {"sql":"SELECT * FROM t WHERE a = ?","parameters":[1]}
              POST /v1/execute   write    {"sql":"INSERT INTO t(a) VALUES (?)","parameters":[1]}
              GET  /v1/status    read     workers, log, queues, snapshots
              GET  /v1/backup    admin    a SQLite file
              POST /v1/restore   admin    the same back
              POST /v1/import    write    a SQLite file whose rows are added

            Without SQL
              POST /api/v1/db/read       read     {"table":"t","columns":["a"],"where":"a=1"}
              POST /api/v1/db/write      write    {"table":"t","column":["a"],"insert":[1]}
              POST /api/v1/db/clear      write    empties all tables
              GET  /api/v1/worker/list   read     pids of the workers
              POST /api/v1/crash/master  admin    ends the leader
              POST /api/v1/crash/slave   admin    ends a follower

            The header Capstan-Position of an answer, sent with a read, makes it show at least that state.
            GET /openapi/v1.json describes every body, header and error.

            """,
            context.RequestAborted);
    }

    private static byte[] Load()
    {
        using var stream = typeof(Description).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program was built without {Resource}.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
