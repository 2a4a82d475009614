using SelfieLess.Service;
using SelfieLess.Users;

return await ServiceHost.RunAsync("Users", 8080, UsersService.Map);
