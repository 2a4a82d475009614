using RideShare.Service;
using RideShare.Users;
using Samples.Shared.Hosting;

return await ServiceHost.RunAsync("Users", variables => UsersService.StartAsync(ServiceSettings.Read(variables, 8080)));
