using System.Text.Json;
using SelfieLess.Service;
using SelfieLess.Store.Users;

namespace SelfieLess.Users;

/// <summary>Adding, listing and removing users.</summary>
internal sealed class UserEndpoints(IUserStore store)
{
    private const int PasswordLength = 40;

    public void Map(WebApplication app)
    {
        app.MapMethods("/api/v1/users", ("GET", List), ("POST", Add));
        app.MapMethods("/api/v1/users/{username}", ("DELETE", Remove));
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
