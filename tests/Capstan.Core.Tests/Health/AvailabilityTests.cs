using Capstan.Core.Health;

namespace Capstan.Core.Tests.Health;

/// <summary>Targets are written as letters: h healthy, e healthy but ejected, u unhealthy, d not live.</summary>
public sealed class AvailabilityTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("h", "0", false)]
    [InlineData("e", "0", false)]
    [InlineData("u", "", false)]
    [InlineData("d", "", false)]
    [InlineData("ed", "0", false)]
    [InlineData("ud", "", false)]
    [InlineData("hu", "0", false)]
    [InlineData("he", "0", false)]
    [InlineData("uu", "01", true)]
    [InlineData("eu", "01", true)]
    [InlineData("huu", "012", true)]
    [InlineData("hhu", "01", false)]
    [InlineData("heu", "012", true)]
    [InlineData("huud", "012", true)]
    [InlineData("hhuu", "01", false)]
    public void Of_Targets_ChoosesHealthyOrAllLive(string targets, string chosen, bool panic)
    {
        var choice = Availability.Of([.. targets.Select(letter => new AvailabilityView(letter != 'd', letter is 'h' or 'e', letter == 'e'))]);

        Assert.Equal(chosen, string.Concat(choice.Chosen));
        Assert.Equal(panic, choice.IsPanic);
    }
}
