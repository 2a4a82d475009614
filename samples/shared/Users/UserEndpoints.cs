using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared.Users;

/// <summary>Adding, listing and removing users.</summary>
public sealed class UserEndpoints(IUserStore store)
{
    public const string Path = "/api/v1/users";

    private const int PasswordLength = 40;

    /// <param name="app">Where.</param>
    /// <param name="addMethod">The method that adds a user: contracts differ in it alone.</param>
    public void Map(WebApplication app, string addMethod)
    {
        app.MapMethods(Path, ("GET", List), (addMethod, Add));
        app.MapMethods(Path + "/{username}", ("DELETE", Remove));
    }

    private async Task List(HttpContext context)
    {
        IReadOnlyList<string> names = await store.ListAsync(context.RequestAborted);
        if (names.Count == 0)
        {
            await Answers.Nothing(context, StatusCodes.Status204NoContent);
            return;
        }

        await Answers.Json(context, json =>
        {
            json.WriteStartArray();
            foreach (string name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        });
    }

    private async Task Add(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using JsonDocument? json = body.Parse();
        bool isAdded = json?.RootElement.Text("username") is { Length: > 0 } name
            && json.RootElement.Text("password") is { Length: PasswordLength } password
            && password.All(char.IsAsciiHexDigit)
            && await store.AddAsync(name, password, context.RequestAborted);
        await (isAdded ? Answers.Created(context) : Answers.Refused(context));
    }

    private async Task Remove(HttpContext context)
    {
        bool isRemoved = await store.RemoveAsync(context.Name(), context.RequestAborted);
        await (isRemoved ? Answers.Done(context) : Answers.Refused(context));
    }
}
