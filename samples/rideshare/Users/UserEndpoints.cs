using System.Text.Json;
using RideShare.Service;
using RideShare.Service.Database;

namespace RideShare.Users;

/// <summary>Adding, listing and removing users.</summary>
internal sealed class UserEndpoints(UserStore store)
{
    private const int PasswordLength = 40;

    public void Map(WebApplication app)
    {
        app.MapMethods("/api/v1/users", ("GET", List), ("PUT", Add));
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
        if (json?.RootElement.Text("username") is not { Length: > 0 } name
            || json.RootElement.Text("password") is not { Length: PasswordLength } password
            || !password.All(char.IsAsciiHexDigit))
        {
            await Answers.Refused(context);
            return;
        }

        try
        {
            bool isAdded = await store.AddAsync(name, password, context.RequestAborted);
            await (isAdded ? Answers.Created(context) : Answers.Refused(context));
        }
        catch (DatabaseException fault) when (fault.Status == DatabaseException.Unavailable)
        {
            // The contract's own status, for this request alone.
            await Answers.Empty(context, StatusCodes.Status500InternalServerError);
        }
    }

    private async Task Remove(HttpContext context)
    {
        bool isRemoved = await store.RemoveAsync(context.Name(), context.RequestAborted);
        await (isRemoved ? Answers.Done(context) : Answers.Refused(context));
    }
}
