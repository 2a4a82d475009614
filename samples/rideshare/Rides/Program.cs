using RideShare.Rides;
using RideShare.Service;
using Samples.Shared.Hosting;

return await ServiceHost.RunAsync("Rides", variables =>
{
    var settings = ServiceSettings.Read(variables, 8000);
    return RidesService.StartAsync(settings, RidesSettings.Read(variables, settings));
});
