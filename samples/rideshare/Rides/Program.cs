using RideShare.Rides;
using RideShare.Service.Hosting;

return await ServiceHost.RunAsync(
    "Rides",
    8000,
    (settings, variables) => RidesService.StartAsync(settings, RidesSettings.Read(variables, settings)));
