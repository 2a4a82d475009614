using RideShare.Service.Hosting;
using RideShare.Users;

return await ServiceHost.RunAsync("Users", 8080, (settings, _) => UsersService.StartAsync(settings));
