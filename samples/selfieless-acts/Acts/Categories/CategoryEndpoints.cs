using System.Text.Json;
using Samples.Shared;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Categories;

/// <summary>Adding, listing, sizing and removing categories.</summary>
internal sealed class CategoryEndpoints(IActStore store)
{
    public void Map(WebApplication app)
    {
        app.MapMethods("/api/v1/categories", ("GET", List), ("POST", Add));
        app.MapMethods("/api/v1/categories/{categoryName}", ("DELETE", Remove));
        app.MapMethods("/api/v1/categories/{categoryName}/acts/size", ("GET", Size));
    }

    private async Task List(HttpContext context)
    {
        IReadOnlyList<CategorySize> categories = await store.ListCategoriesAsync(context.RequestAborted);
        if (categories.Count == 0)
        {
            await Answers.Nothing(context, StatusCodes.Status204NoContent);
            return;
        }

        await Answers.Json(context, json =>
        {
            json.WriteStartObject();
            foreach (CategorySize category in categories)
            {
                json.WriteNumber(category.Name, category.Acts);
            }

            json.WriteEndObject();
        });
    }

    private async Task Add(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        using JsonDocument? json = body.Parse();
        bool isAdded = json?.RootElement.Single()?.Text() is { Length: > 0 } name && await store.AddCategoryAsync(name, context.RequestAborted);
        await (isAdded ? Answers.Created(context) : Answers.Refused(context));
    }

    private async Task Remove(HttpContext context)
    {
        bool isRemoved = await store.RemoveCategoryAsync(context.Name(), context.RequestAborted);
        await (isRemoved ? Answers.Done(context) : Answers.Refused(context));
    }

    private async Task Size(HttpContext context)
    {
        long? size = await store.CountAsync(context.Name(), context.RequestAborted);
        await (size is { } number ? Answers.Number(context, number) : Answers.Refused(context));
    }
}
