using System.Net;
using Microsoft.AspNetCore.Http;
using Samples.Shared.Database;
using Samples.Shared.Hosting;

namespace RideShare.Service;

/// <summary>What both programs are told.</summary>
/// <param name="Listen">Where to listen; port 0 picks a free one.</param>
/// <param name="Database">Where everything is stored.</param>
/// <param name="Clock">Measures deadlines and pauses.</param>
public sealed record ServiceSettings(IPEndPoint Listen, DatabaseSettings Database, TimeProvider Clock)
{
    /// <summary>Reads <c>HOST</c>, <c>PORT</c> and what the database wants.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static ServiceSettings Read(Variables variables, int defaultPort) =>
        new(variables.Listen(defaultPort), DatabaseSettings.Read(variables), TimeProvider.System);

    /// <summary>The frame of a program with these settings.</summary>
    /// <param name="whileUnavailable">Status of a request that finds the database unavailable.</param>
    public ServiceFrame ToFrame(Func<HttpContext, int> whileUnavailable) => new(Listen, $"the database at {Database.Address}", whileUnavailable);
}
