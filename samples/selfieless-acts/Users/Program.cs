using Samples.Shared.Hosting;
using SelfieLess.Store;
using SelfieLess.Users;

return await ServiceHost.RunAsync("Users", variables => UsersService.StartAsync(ServiceSettings.Read(variables, 8080)));
