using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>An error answer of the admin API, as problem details. <paramref name="Code"/> is stable; the sentences are not.</summary>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What went wrong, for people.</param>
/// <param name="Detail">What to do about it.</param>
/// <param name="Faults">Every single fault, where there may be several; empty otherwise.</param>
public sealed record AdminProblem(string Code, int Status, string Title, string Detail, IReadOnlyList<string> Faults)
{
    /// <summary>Sends a problem as the answer.</summary>
    internal static Task SendAsync(HttpContext context, int status, string code, string title, string detail, IReadOnlyList<string>? faults = null)
    {
        context.Response.StatusCode = status;
        var problem = new AdminProblem(code, status, title, detail, faults ?? []);
        return context.Response.WriteAsJsonAsync(problem, AdminJson.Default.AdminProblem, "application/problem+json", context.RequestAborted);
    }
}
