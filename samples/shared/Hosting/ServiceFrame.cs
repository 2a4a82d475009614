using System.Net;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared.Hosting;

/// <summary>What the frame of a program has to know of it.</summary>
/// <param name="Listen">Where to listen; port 0 picks a free one.</param>
/// <param name="Data">Where its data are, for people.</param>
/// <param name="WhileUnavailable">Status of a request that finds the store <see cref="StoreFault.Unavailable"/>.</param>
public sealed record ServiceFrame(IPEndPoint Listen, string Data, Func<HttpContext, int> WhileUnavailable);
