using Samples.Shared;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Categories;

/// <summary>Listing the acts of a category, all or a range.</summary>
internal sealed class ListingEndpoints(IActStore store)
{
    public void Map(WebApplication app) => app.MapMethods("/api/v1/categories/{categoryName}/acts", ("GET", List));

    private async Task List(HttpContext context)
    {
        if (!RangeQuery.TryRead(context.Request.Query, out ActRange? range))
        {
            await Answers.Refused(context);
            return;
        }

        ActListing listing = await store.ListAsync(context.Name(), range, context.RequestAborted);
        await (listing.Outcome switch
        {
            ListingOutcome.Found => ActsAnswer.WriteAsync(context, listing.Acts),
            ListingOutcome.EmptyCategory => Answers.Nothing(context, StatusCodes.Status204NoContent),
            ListingOutcome.TooMany => Answers.Empty(context, StatusCodes.Status413PayloadTooLarge),
            ListingOutcome.UnknownCategory or ListingOutcome.OutOfBounds => Answers.Refused(context),
            _ => throw new InvalidOperationException($"no answer to a listing that is {listing.Outcome}"),
        });
    }
}
