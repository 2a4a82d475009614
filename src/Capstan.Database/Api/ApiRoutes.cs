using Capstan.Database.Api.Access;
using Capstan.Database.Api.Classic;
using Capstan.Database.Api.Modern;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Capstan.Database.Api;

/// <summary>The paths of the API, the right that each asks for, and which are counted as reads.</summary>
internal static class ApiRoutes
{
    /// <summary>Adds them all.</summary>
    public static void Map(IEndpointRouteBuilder routes, DatabaseApiParts parts, DatabaseFront front, SchemaCache schema, Func<RequestId> newName)
    {
        var classic = new ClassicEndpoints(front, schema);
        var workers = new WorkerEndpoints(parts.Workers);
        var query = new QueryEndpoint(front, parts.Spec.MaxStaleness);
        var execute = new ExecuteEndpoint(front, schema);
        var status = new StatusEndpoint(parts.Spec.Name, parts.Reading, parts.Snapshots);
        var backup = new BackupEndpoint(front, parts.Backups, parts.TemporaryFolder, newName);
        var upload = new FileUpload(parts.Archive, parts.FileCheck, parts.TemporaryFolder, newName);
        var restore = new RestoreEndpoint(front, schema, upload);
        var import = new ImportEndpoint(front, schema, upload);

        Add(routes.MapPost("/api/v1/db/read", classic.ReadAsync), AccessRight.Read).WithMetadata(CountedRead.Instance);
        Add(routes.MapPost("/api/v1/db/write", classic.WriteAsync), AccessRight.Write);
        Add(routes.MapPost("/api/v1/db/clear", classic.ClearAsync), AccessRight.Write);
        Add(routes.MapPost("/api/v1/crash/master", workers.CrashLeaderAsync), AccessRight.Admin);
        Add(routes.MapPost("/api/v1/crash/slave", workers.CrashFollowerAsync), AccessRight.Admin);
        Add(routes.MapGet("/api/v1/worker/list", workers.ListAsync), AccessRight.Read);
        Add(routes.MapPost("/v1/query", query.HandleAsync), AccessRight.Read).WithMetadata(CountedRead.Instance);
        Add(routes.MapPost("/v1/execute", execute.HandleAsync), AccessRight.Write);
        Add(routes.MapGet("/v1/status", status.HandleAsync), AccessRight.Read);
        Add(routes.MapGet("/v1/backup", backup.HandleAsync), AccessRight.Admin);
        Add(routes.MapPost("/v1/restore", restore.HandleAsync), AccessRight.Admin);
        Add(routes.MapPost("/v1/import", import.HandleAsync), AccessRight.Write);
        Add(routes.MapGet("/openapi/v1.json", Description.OpenApiAsync), AccessRight.None);
        Add(routes.MapGet("/", context => Description.OverviewAsync(context, parts.Spec)), AccessRight.None);
    }

    private static IEndpointConventionBuilder Add(IEndpointConventionBuilder endpoint, AccessRight right) =>
        endpoint.WithMetadata(new RequiredRight(right));
}
