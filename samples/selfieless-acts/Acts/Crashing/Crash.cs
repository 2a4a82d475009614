using Samples.Shared;

namespace SelfieLess.Acts.Crashing;

/// <summary>
/// <c>POST /api/v1/_crash</c> makes this replica sick for the rest of its life: every later request is answered 500 without a
/// body, and is counted nowhere.
/// </summary>
internal static class Crash
{
    public static void Map(WebApplication app)
    {
        bool isCrashed = false;
        app.Use((context, next) => Volatile.Read(ref isCrashed)
            ? Answers.Nothing(context, StatusCodes.Status500InternalServerError)
            : next(context));
        app.MapMethods("/api/v1/_crash", ("POST", context =>
        {
            Volatile.Write(ref isCrashed, true);
            return Answers.Nothing(context, StatusCodes.Status200OK);
        }
        ));
    }
}
