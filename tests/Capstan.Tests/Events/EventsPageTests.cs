using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Capstan.Database.Engines;
using Capstan.Events;

namespace Capstan.Tests.Events;

public sealed partial class EventsPageTests
{
    [Fact]
    public void AdminApiPage_HasEveryKindOfEvent_AndNoOther()
    {
        var kinds = Constants(typeof(EventKinds)).Where(kind => kind != EventKinds.DatabasePrefix)
            .Concat(Constants(typeof(NoticeKinds)).Where(kind => kind != NoticeKinds.Changed).Select(kind => EventKinds.DatabasePrefix + kind));

        Assert.Equal(kinds.Order(StringComparer.Ordinal), Rows().Matches(Page()).Select(row => row.Groups["kind"].Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    private static string Page([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "admin-api.md"));

    [GeneratedRegex(@"^\| `(?<kind>[a-z-]+\.[a-z-]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();
}
