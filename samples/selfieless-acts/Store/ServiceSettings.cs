using System.Net;
using Microsoft.AspNetCore.Http;
using Samples.Shared.Hosting;

namespace SelfieLess.Store;

/// <summary>What both programs are told.</summary>
/// <param name="Listen">Where to listen; port 0 picks a free one.</param>
/// <param name="Store">Where to keep the data.</param>
public sealed record ServiceSettings(IPEndPoint Listen, StoreSettings Store)
{
    /// <summary>Reads <c>HOST</c>, <c>PORT</c> and where the data are.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static ServiceSettings Read(Variables variables, int defaultPort) => new(variables.Listen(defaultPort), StoreSettings.Read(variables));

    /// <summary>The frame of a program with these settings. A store that cannot be used is answered 500, whatever store it is.</summary>
    public ServiceFrame ToFrame() => new(Listen, Store.Name, _ => StatusCodes.Status500InternalServerError);
}
